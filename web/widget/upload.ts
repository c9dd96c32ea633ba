/** A file over HTTP, with how far it is: only XMLHttpRequest can tell that of what is sent. */
import type { Parcel } from "./parcels.ts";

/** A large file over a slow line takes minutes; the counter waits as long. */
const TIMEOUT_MS = 120_000;

export function uploadTo(
  server: string,
  session: string,
  { messageId, file }: Parcel,
  progress: (part: number) => void,
  stop: AbortSignal,
): Promise<unknown> {
  const form = new FormData();
  form.append("session_id", session);
  form.append("message_id", messageId);
  form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${server}/widget/files`);
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    const failed = (): void => reject(new Error("no answer"));
    request.onerror = failed;
    request.ontimeout = failed;
    request.onabort = failed;
    request.onload = () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        resolve({}); // something between us and the counter answered: a fault in our own words
      }
    };
    stop.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
