import { Duplex } from "node:stream";

class End extends Duplex {
  other: End | undefined;
  override _read(): void {
    // What the other end writes is pushed as it comes.
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.other?.push(chunk);
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.other?.push(null);
    setImmediate(() => this.other?.destroy());
    done(error);
  }
}

/** Two ends of one stream, in memory. */
export function duplexPair(): [Duplex, Duplex] {
  const [left, right] = [new End(), new End()];
  left.other = right;
  right.other = left;
  return [left, right];
}
