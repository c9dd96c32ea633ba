/** What a file may be, and in which words. Pure; the counter looks again, at what is in it. */

/** What we need of a File. */
export interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export const ACCEPT = "image/png,image/jpeg,image/webp,application/pdf";
export const MAX_BYTES = 5 * 1024 * 1024;
export const MOST_AT_ONCE = 5;

export const isPicture = (file: FileFacts): boolean => file.type.startsWith("image/");

/** Why a file can't be sent; "" when it can. */
export function fileProblem(file: FileFacts): string {
  if (!ACCEPT.split(",").includes(file.type)) return `${file.name}: dit soort bestand kan niet. Kies een foto of een pdf.`;
  if (file.size === 0) return `${file.name} is leeg. Kies een ander bestand.`;
  if (file.size > MAX_BYTES) return `${file.name} is te groot (${sizeWords(file.size)}). Het mag 5 MB zijn.`;
  return "";
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}
