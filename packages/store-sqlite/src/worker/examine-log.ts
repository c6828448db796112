import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { RecoveryReport } from "../recovery-report.js";
import { LogChecksum } from "./log-checksum.js";

const HEAD_BYTES = 32;
const FRAME_HEAD_BYTES = 24;
/** Words in little-endian order; one more means big-endian. */
const MAGIC = 0x377f0682;
const SALT_AT = 8;

/**
 * Reads the write-ahead log as SQLite's recovery does: frames count up to the last commit before the first frame whose checksum is wrong.
 * SQLite is silent about what comes after that; this is where it is noticed. Reads only.
 * @param path - of the database, whose lock must be held.
 * @returns `undefined` when there is no log, as after a proper close.
 */
export function examineLog(path: string): RecoveryReport | undefined {
  const sizeBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes === 0) return undefined;
  const file = openSync(`${path}-wal`, "r");
  try {
    return { path, ...examine(file, sizeBytes) };
  } finally {
    closeSync(file);
  }
}

function examine(file: number, sizeBytes: number): Omit<RecoveryReport, "path"> {
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  readSync(file, bytesOf(head), 0, HEAD_BYTES, 0);
  const magic = head.getUint32(0);
  const checksum = new LogChecksum(magic === MAGIC);
  checksum.feed(head, 0, 24);
  const isReadable = (magic === MAGIC || magic === MAGIC + 1) && checksum.equals(head, 24);
  if (!isReadable) {
    // A head alone is what a crash leaves that came before the first group.
    return { keptGroups: 0, droppedBytes: sizeBytes, droppedGroups: 0, isDamaged: sizeBytes > HEAD_BYTES };
  }

  const frameBytes = FRAME_HEAD_BYTES + head.getUint32(8);
  const frame = new DataView(new ArrayBuffer(frameBytes));
  const frameContent = bytesOf(frame);
  let offset = HEAD_BYTES;
  let endOfKept = HEAD_BYTES;
  let keptGroups = 0;
  let databasePages = 0;
  for (; offset + frameBytes <= sizeBytes; offset += frameBytes) {
    readSync(file, frameContent, 0, frameBytes, offset);
    if (!hasSalt(frame, head)) break;
    checksum.feed(frame, 0, 8);
    checksum.feed(frame, FRAME_HEAD_BYTES, frameBytes);
    if (!checksum.equals(frame, 16)) break;
    if (pagesAfter(frame) > 0) {
      keptGroups += 1;
      databasePages = pagesAfter(frame);
      endOfKept = offset + frameBytes;
    }
  }
  // A damaged frame may say anything; a group adds at most a page per frame.
  const mostPages = keptGroups === 0 ? Infinity : databasePages + (sizeBytes - endOfKept) / frameBytes;
  return { keptGroups, ...examineRest(file, { head, frame, sizeBytes, endOfKept, firstBad: offset, mostPages }) };
}

/** What follows the last whole group and is not left over from an earlier use of the file, which has another salt. */
function examineRest(
  file: number,
  log: {
    head: DataView;
    frame: DataView;
    sizeBytes: number;
    endOfKept: number;
    firstBad: number;
    mostPages: number;
  },
): { droppedBytes: number; droppedGroups: number; isDamaged: boolean } {
  const frameContent = bytesOf(log.frame);
  let endOfOwn = log.firstBad;
  let droppedGroups = 0;
  let isDamaged = false;
  for (let offset = log.firstBad; offset < log.sizeBytes; offset += log.frame.byteLength) {
    const present = Math.min(log.sizeBytes - offset, log.frame.byteLength);
    const read = readSync(file, frameContent, 0, Math.min(present, FRAME_HEAD_BYTES), offset);
    const isOwn = read < SALT_AT + 8 || hasSaltInPart(log.frame, log.head);
    if (!isOwn) continue;
    // The group after a dropped one was begun only when that one was durable.
    if (droppedGroups > 0) isDamaged = true;
    endOfOwn = offset + present;
    const pages = pagesAfter(log.frame);
    if (present === log.frame.byteLength && pages > 0 && pages <= log.mostPages) droppedGroups += 1;
  }
  return { droppedBytes: endOfOwn - log.endOfKept, droppedGroups, isDamaged };
}

/** To read into: Node 24, once it has compiled `readSync`, now and then refuses a DataView as no view of a buffer. */
function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer);
}

function hasSalt(frame: DataView, head: DataView): boolean {
  return frame.getUint32(8) === head.getUint32(16) && frame.getUint32(12) === head.getUint32(20);
}

/** Frames of an earlier use differ in both words of the salt; where only one differs, it was changed later. */
function hasSaltInPart(frame: DataView, head: DataView): boolean {
  return frame.getUint32(8) === head.getUint32(16) || frame.getUint32(12) === head.getUint32(20);
}

/** The last frame of a group tells the size of the database after it; the others have 0 there. */
function pagesAfter(frame: DataView): number {
  return frame.getUint32(4);
}
