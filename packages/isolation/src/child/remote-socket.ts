import { Duplex } from "node:stream";
import type { Peer } from "../border/peer.js";
import type { Link } from "../border/link.js";

/** A socket of the host's, used over the border byte by byte. It has of `net.Socket` what libraries ask of one. */
export class RemoteSocket extends Duplex {
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  private taken: (() => void) | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private idleMs = 0;

  constructor(
    readonly number: number,
    peer: Peer,
    private readonly link: () => Link,
  ) {
    super();
    this.remoteAddress = peer.remoteAddress;
    this.remotePort = peer.remotePort;
    this.localAddress = peer.localAddress;
    this.localPort = peer.localPort;
  }

  /** Resolves when the reader wants more: until then the host holds the peer back. */
  receive(bytes: Uint8Array): Promise<void> | undefined {
    this.watch();
    if (this.push(bytes)) return undefined;
    return new Promise((resolve) => (this.taken = resolve));
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

  override _read(): void {
    this.taken?.();
    this.taken = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.watch();
    this.link()
      .ask("socket-write", { socket: this.number, bytes: chunk })
      .then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    this.link()
      .ask("socket-end", { socket: this.number })
      .then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.idleTimer);
    this.taken?.();
    this.link()
      .ask("socket-destroy", { socket: this.number })
      .then(
        () => done(error),
        () => done(error),
      );
  }

  private watch(): void {
    clearTimeout(this.idleTimer);
    if (this.idleMs === 0 || this.destroyed) return;
    this.idleTimer = setTimeout(() => this.emit("timeout"), this.idleMs);
    this.idleTimer.unref();
  }
}
