import type { BodyPlace } from "./webhook-request.js";

/** Why a body was not read. */
export type BodyProblem = "too-large" | "too-slow" | "broken";

/** Reads the raw bytes of a web request within a size, until its place is cut off. */
export async function readBody(
  request: Request,
  limitBytes: number,
  place: BodyPlace,
): Promise<Uint8Array | BodyProblem> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limitBytes) return "too-large";
  if (request.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const tooSlow = new Promise<"too-slow">((resolve) => {
    place.cut = () => resolve("too-slow");
  });
  try {
    return await Promise.race([collect(reader, limitBytes), tooSlow]);
  } catch {
    // The other side broke off.
    return "broken";
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array | "too-large"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limitBytes) return "too-large";
    chunks.push(value);
  }
}
