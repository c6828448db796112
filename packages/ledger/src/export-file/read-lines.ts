import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";

const LINE_FEED = 10;
/** Longer than any line a host writes: what has no end is not held in memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** One line without its line feed, and the SHA-256 of all before it. */
export interface RawLine {
  readonly number: number;
  readonly bytes: Buffer;
  /** False for a last line that was cut off. */
  readonly isWhole: boolean;
  /** Bytes read so far and in all. */
  readonly done: number;
  readonly total: number;
  /** Of everything before this line. */
  hashBefore(): string;
}

export class LineTooLong extends Error {
  override readonly name = "LineTooLong";
}

/** Lines of a file. What a line says of the file before it is to be asked before the next one is taken. @throws {LineTooLong} */
export async function* readLines(path: string): AsyncGenerator<RawLine> {
  const total = statSync(path).size;
  const file = createHash("sha256");
  let data: Buffer = Buffer.alloc(0);
  let [number, done, hashed, from] = [0, 0, 0, 0];
  const hashUpTo = (to: number): void => {
    file.update(data.subarray(hashed, to));
    hashed = to;
  };
  const lineOf = (to: number, isWhole: boolean): RawLine => {
    number += 1;
    const begin = from;
    const hashBefore = (): string => {
      hashUpTo(begin);
      return file.copy().digest("hex");
    };
    return { number, bytes: data.subarray(begin, to), isWhole, done, total, hashBefore };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    data = from === data.length ? (chunk as Buffer) : Buffer.concat([data.subarray(from), chunk as Buffer]);
    [hashed, from] = [0, 0];
    for (let to = data.indexOf(LINE_FEED); to !== -1; to = data.indexOf(LINE_FEED, from)) {
      done += to + 1 - from;
      yield lineOf(to, true);
      from = to + 1;
    }
    hashUpTo(from);
    if (data.length - from > MOST_BYTES) throw new LineTooLong();
  }
  if (from < data.length) yield lineOf(data.length, false);
}
