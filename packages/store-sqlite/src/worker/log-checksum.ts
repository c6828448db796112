/** The running checksum of a write-ahead log: two words, fed with pairs of words (https://sqlite.org/fileformat2.html#wal_file_format). */
export class LogChecksum {
  first = 0;
  second = 0;

  constructor(private readonly isLittleEndian: boolean) {}

  /** @param toByte - exclusive; the part is a multiple of 8 bytes. */
  feed(view: DataView, fromByte: number, toByte: number): void {
    let { first, second } = this;
    for (let at = fromByte; at < toByte; at += 8) {
      first = (first + view.getUint32(at, this.isLittleEndian) + second) >>> 0;
      second = (second + view.getUint32(at + 4, this.isLittleEndian) + first) >>> 0;
    }
    this.first = first;
    this.second = second;
  }

  /** Checksums in the file are big-endian whatever the words are. */
  equals(view: DataView, atByte: number): boolean {
    return view.getUint32(atByte) === this.first && view.getUint32(atByte + 4) === this.second;
  }
}
