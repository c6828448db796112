const ENTRY = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
const ENTRY_BYTES = 46;
const NAME_LENGTH_AT = 28;
/** Of a longer name the end: it is the ending that is looked at. */
const LONGEST = 64;

/**
 * The names in the directory of a ZIP archive, at most their last 64 bytes; nothing is unpacked. Found by the mark of each entry and not by the
 * directory's own address, so that an archive that is damaged, or written so that readers disagree, hides none. A file that is no archive has none.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.12)
 */
export function* namesInZip(archive: Uint8Array): Generator<string> {
  if (archive[0] !== 0x50 || archive[1] !== 0x4b) return;
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let at = bytes.indexOf(ENTRY); at >= 0 && at + ENTRY_BYTES <= bytes.length;) {
    const nameAt = at + ENTRY_BYTES;
    const endsAt = Math.min(nameAt + bytes.readUInt16LE(at + NAME_LENGTH_AT), bytes.length);
    yield bytes.toString("utf8", Math.max(nameAt, endsAt - LONGEST), endsAt);
    at = bytes.indexOf(ENTRY, nameAt);
  }
}
