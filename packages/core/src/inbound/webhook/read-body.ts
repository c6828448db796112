/** Why a body was not read. */
export type BodyProblem = "too-large" | "too-slow" | "broken";

/**
 * Reads a request's raw bytes within a size and a time.
 * @param limitBytes - more is refused as soon as it is seen, declared or not.
 */
export async function readBody(
  request: Request,
  limitBytes: number,
  limitMs: number,
): Promise<Uint8Array | BodyProblem> {
  const declared = Number(request.headers.get("content-length") ?? "0");
  if (declared > limitBytes) return "too-large";
  if (request.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<"too-slow">((resolve) => {
    timer = setTimeout(() => {
      resolve("too-slow");
    }, limitMs);
  });
  try {
    return await Promise.race([collect(reader, limitBytes), tooSlow]);
  } catch {
    // The other side broke off, or the stream was used up by a body parser in front of this.
    return "broken";
  } finally {
    clearTimeout(timer);
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
