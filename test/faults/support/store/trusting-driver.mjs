// The mutant of the torn-journal row: a database that takes every frame of its log as it lies there. What SQLite would recognise as
// damaged gets a valid checksum before SQLite looks at it, and the last frame the mark that ends a group.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import Database from "libsql";

const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;

export function openDatabase(path) {
  if (existsSync(`${path}-wal`)) writeFileSync(`${path}-wal`, trusted(readFileSync(`${path}-wal`)));
  return new Database(path);
}

function trusted(log) {
  if (log.length < HEAD_BYTES) return log;
  const frameBytes = FRAME_HEAD_BYTES + log.readUInt32BE(8);
  const isLittleEndian = log.readUInt32BE(0) === 0x377f0682;
  let [first, second] = [log.readUInt32BE(24), log.readUInt32BE(28)];
  const feed = (from, to) => {
    for (let at = from; at < to; at += 8) {
      const [left, right] = isLittleEndian
        ? [log.readUInt32LE(at), log.readUInt32LE(at + 4)]
        : [log.readUInt32BE(at), log.readUInt32BE(at + 4)];
      first = (first + left + second) >>> 0;
      second = (second + right + first) >>> 0;
    }
  };
  for (let at = HEAD_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    const isLast = at + 2 * frameBytes > log.length;
    if (isLast && log.readUInt32BE(at + 4) === 0) log.writeUInt32BE(20, at + 4);
    log.copy(log, at + 8, 16, 24); // the salt of the head
    feed(at, at + 8);
    feed(at + FRAME_HEAD_BYTES, at + frameBytes);
    log.writeUInt32BE(first, at + 16);
    log.writeUInt32BE(second, at + 20);
  }
  return log;
}
