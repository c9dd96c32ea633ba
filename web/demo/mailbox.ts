/** The demo's mailbox: newest first, looks by itself whether something came in. */
import { getJson, make } from "./tools.ts";

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
}

const EVERY_MS = 3_000;
const when = new Intl.DateTimeFormat("nl-NL", { dateStyle: "long", timeStyle: "short" });

export function showMailbox(): void {
  const list = document.getElementById("mails") as HTMLElement;
  const notice = document.getElementById("melding") as HTMLElement;
  let known = "";

  const say = (words: string): void => {
    if (notice.textContent !== words) notice.textContent = words;
  };
  const look = async (): Promise<void> => {
    try {
      const { mails } = await getJson<{ mails: Mail[] }>("/demo/api/mails");
      const newest = [...mails].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
      // Redrawn only when something changed: who is reading or selecting a code is left alone.
      const now = JSON.stringify(newest);
      if (now !== known) list.replaceChildren(...newest.map(item));
      known = now;
      say(newest.length === 0 ? "Nog geen mail." : newest.length === 1 ? "1 e-mail." : `${newest.length} e-mails.`);
    } catch {
      say("De mailbox is nu niet te bereiken. We proberen het zo weer.");
    }
  };
  const loop = async (): Promise<void> => {
    if (document.visibilityState === "visible") await look();
    setTimeout(() => void loop(), EVERY_MS);
  };
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void look());
  void loop();
}

function item(mail: Mail): HTMLElement {
  return make(
    "li",
    {},
    make("h2", {}, mail.subject),
    make("p", { class: "about" }, `Aan ${mail.to}, ${when.format(new Date(mail.at))}`),
    make("p", { class: "text" }, mail.text),
  );
}
