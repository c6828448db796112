import { Readable } from "node:stream";

const CHUNK_BYTES = 16_384;

/**
 * A message as a stream that knows whether its end was taken. The final dot is made from the end of this stream and from nothing
 * else, so while `ended` is false the dot cannot have left, whatever happened to the connection.
 */
export class BodyStream extends Readable {
  /** True from the moment the end was handed on: the final dot may be on its way. */
  ended = false;
  private position = 0;

  constructor(private readonly bytes: Buffer) {
    super({ highWaterMark: CHUNK_BYTES });
  }

  override _read(): void {
    if (this.position >= this.bytes.length) {
      this.ended = true;
      this.push(null);
      return;
    }
    const end = Math.min(this.position + CHUNK_BYTES, this.bytes.length);
    const chunk = this.bytes.subarray(this.position, end);
    this.position = end;
    this.push(chunk);
  }
}
