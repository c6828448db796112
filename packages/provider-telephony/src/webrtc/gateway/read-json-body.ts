const LONGEST_BODY = 65_536;

/** A request's JSON; `undefined` for what is none, `"too-large"` for what is too much to be looked at. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > LONGEST_BODY) return "too-large";
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8")) as unknown;
  } catch {
    // No JSON fits no schema; where none is needed it is not looked at.
    return undefined;
  }
}
