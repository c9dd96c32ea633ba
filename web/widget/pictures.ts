/** Pictures before they are sent: a small one to look at, and a smaller one when a photo is too large. */
import { MAX_BYTES, isPicture } from "./files.ts";

const PREVIEW_SIDE = 480;
/** Enough to read a meter or a letter from. */
const SENT_SIDE = 2560;

/** Drawn on a canvas: a site's Content-Security-Policy may forbid pictures from elsewhere, this is none. */
export async function preview(file: File): Promise<HTMLCanvasElement | null> {
  return isPicture(file) ? drawn(file, PREVIEW_SIDE) : null;
}

/** The file itself, or a photo of the camera made small enough to send. */
export async function fitting(file: File): Promise<File> {
  if (!isPicture(file) || file.size <= MAX_BYTES) return file;
  const canvas = await drawn(file, SENT_SIDE);
  const blob = canvas && (await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85)));
  if (!blob || blob.size > MAX_BYTES) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

/** The picture upright, with its longest side at most so many pixels; null when it does not open. */
async function drawn(file: File, side: number): Promise<HTMLCanvasElement | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}
