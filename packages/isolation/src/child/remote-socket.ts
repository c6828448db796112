import { Duplex } from "node:stream";
import type { Peer } from "../border/peer.js";
import type { Link } from "../border/link.js";

/**
 * A socket of the host's, used over the border byte by byte. It has of `net.Socket` what libraries ask of one, and ends as one does: by itself
 * once what came has been read to its end.
 */
export class RemoteSocket extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly connecting = false;
  readonly pending = false;
  bytesRead = 0;
  bytesWritten = 0;
  private taken: (() => void) | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private idleMs = 0;
  private hasEnded = false;
  private isGone = false;

  constructor(
    readonly number: number,
    peer: Peer,
    private readonly link: () => Link,
  ) {
    super({ allowHalfOpen: false });
    this.remoteAddress = peer.remoteAddress;
    this.remotePort = peer.remotePort;
    this.localAddress = peer.localAddress;
    this.localPort = peer.localPort;
  }

  /** As of `net.Socket`: a server answers only where it reads `open`. */
  get readyState(): "open" | "readOnly" | "writeOnly" | "closed" {
    if (this.readable) return this.writable ? "open" : "readOnly";
    return this.writable ? "writeOnly" : "closed";
  }

  /** Resolves when the reader wants more: until then the host holds the peer back. */
  receive(bytes: Uint8Array): Promise<void> | undefined {
    this.watch();
    this.bytesRead += bytes.byteLength;
    if (this.push(bytes) || this.destroyed) return undefined;
    return new Promise((resolve) => (this.taken = resolve));
  }

  /** The peer has said everything. */
  peerEnded(): void {
    this.hasEnded = true;
    this.push(null);
    // Also for whoever never reads: as `net.Socket` does, it ends when there is nothing left to read.
    this.read(0);
  }

  /** The host's socket is gone. What came whole can still be read; anything else ends here. */
  hostClosed(): void {
    this.isGone = true;
    if (!this.hasEnded || this.readableEnded) this.destroy();
  }

  /** Emits `timeout` when nothing came or went for so long; 0 for never. */
  setTimeout(idleMs: number, onTimeout?: () => void): this {
    this.idleMs = idleMs;
    if (onTimeout !== undefined) this.once("timeout", onTimeout);
    this.watch();
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** Ends, and is destroyed when everything is written. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", () => this.destroy());
  }

  override _read(): void {
    this.taken?.();
    this.taken = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.watch();
    this.bytesWritten += chunk.byteLength;
    if (this.isGone) done(new Error("the connection is closed"));
    else this.ask("socket-write", { bytes: chunk }).then(() => done(), done);
  }

  /** What waited for the write before it goes as one. */
  override _writev(pieces: readonly { readonly chunk: Buffer }[], done: (error?: Error) => void): void {
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), "binary", done);
  }

  override _final(done: (error?: Error) => void): void {
    if (this.isGone) done();
    else this.ask("socket-end").then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.idleTimer);
    this.taken?.();
    if (this.isGone) done(error);
    else
      this.ask("socket-destroy").then(
        () => done(error),
        () => done(error),
      );
  }

  private ask(method: "socket-write" | "socket-end" | "socket-destroy", data: object = {}): Promise<unknown> {
    return this.link().ask(method, { socket: this.number, ...data });
  }

  private watch(): void {
    clearTimeout(this.idleTimer);
    if (this.idleMs === 0 || this.destroyed) return;
    this.idleTimer = setTimeout(() => this.emit("timeout"), this.idleMs);
    this.idleTimer.unref();
  }
}
