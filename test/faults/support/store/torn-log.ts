/** How a log is damaged. */
export interface LogDamage {
  readonly kind: "cut" | "flip";
  /** Where, from the beginning of the log. */
  readonly atByte: number;
}

const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;

/** Where the last group of a write-ahead log begins. */
export function lastGroupBegins(log: Buffer): number {
  const frameBytes = FRAME_HEAD_BYTES + log.readUInt32BE(8);
  const ends = [HEAD_BYTES];
  for (let at = HEAD_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    if (log.readUInt32BE(at + 4) !== 0) ends.push(at + frameBytes);
  }
  return ends.at(-2) ?? HEAD_BYTES;
}

/** Cuts and flips of the last group: at every so many bytes, and more closely in the heads of frames, which say what counts. */
export function damages(log: Buffer, everyByte: number): LogDamage[] {
  const begin = lastGroupBegins(log);
  const frameBytes = FRAME_HEAD_BYTES + log.readUInt32BE(8);
  const places: number[] = [];
  for (let at = begin; at < log.length; at += 1) {
    const inFrame = (at - begin) % frameBytes;
    const every = inFrame < FRAME_HEAD_BYTES ? Math.min(everyByte, 5) : everyByte;
    if (inFrame % every === 0) places.push(at);
  }
  return places.flatMap((atByte) => [
    { kind: "cut" as const, atByte },
    { kind: "flip" as const, atByte },
  ]);
}
