import { make } from "./make.js";

const MOST = 440;

/** Draws a picture onto a canvas: no `img-src` is asked, and nothing in the file is run. @returns undefined for what is no picture. */
export async function drawThumbnail(blob: Blob, name: string): Promise<HTMLCanvasElement | undefined> {
  try {
    const bitmap = await createImageBitmap(blob);
    const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
    const canvas = make("canvas", { class: "thumb", role: "img", "aria-label": name });
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    // Broken, or of a kind this browser cannot draw: the card with its name is there.
    return undefined;
  }
}
