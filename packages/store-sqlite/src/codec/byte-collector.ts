/** Puts the byte arrays of a group one after another, so that they cross to the worker as one buffer that is moved, not copied. */
export class ByteCollector {
  private readonly parts: Uint8Array[] = [];
  private sizeBytes = 0;

  /** @returns where the bytes begin. */
  add(bytes: Uint8Array): number {
    const offset = this.sizeBytes;
    this.parts.push(bytes);
    this.sizeBytes += bytes.byteLength;
    return offset;
  }

  /** @returns a buffer of its own, or `undefined` when nothing was added. */
  join(): Uint8Array<ArrayBuffer> | undefined {
    if (this.parts.length === 0) return undefined;
    const joined = new Uint8Array(this.sizeBytes);
    let offset = 0;
    for (const part of this.parts) {
      joined.set(part, offset);
      offset += part.byteLength;
    }
    return joined;
  }
}
