/** Bytes that come at one end and are taken at the other, in time that grows with their number and not with its square. */
export class GrowingBuffer {
  #bytes = Buffer.allocUnsafe(16_384);
  #start = 0;
  #end = 0;
  /** Up to here no delimiter was found; bytes after {@link #start}. */
  #searched = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) {
      const room = Buffer.allocUnsafe(Math.max(16_384, 2 * (this.length + chunk.length)));
      this.#bytes.copy(room, 0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
      this.#bytes = room;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** @returns a copy of the first bytes; there must be so many. */
  take(sizeBytes: number): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(this.#start, this.#start + sizeBytes));
    this.#start += sizeBytes;
    this.#searched = 0;
    return taken;
  }

  /** @returns everything up to and with the delimiter, `undefined` while it has not come. Ask for one delimiter until it is found. */
  takeThrough(delimiter: string): Buffer | undefined {
    const at = this.#bytes.subarray(0, this.#end).indexOf(delimiter, this.#start + this.#searched);
    if (at >= 0) return this.take(at - this.#start + delimiter.length);
    this.#searched = Math.max(0, this.length - delimiter.length + 1);
    return undefined;
  }

  clear(): void {
    this.#start = this.#end = this.#searched = 0;
  }
}
