import type { Socket } from "node:net";
import { GrowingBuffer } from "./growing-buffer.js";

/**
 * A socket that is read only when asked, so that a script decides what the other side may send. Errors of the connection are what
 * this server is for: they end the exchange and are no failure of the server.
 */
export class FaultySocket {
  readonly #buffered = new GrowingBuffer();
  #over = false;
  #wake: (() => void) | undefined;

  constructor(private readonly socket: Socket) {
    socket.on("data", (chunk: Buffer) => {
      this.#buffered.append(chunk);
      this.#notify();
    });
    for (const event of ["end", "close", "error"] as const) {
      socket.on(event, () => {
        this.#over = true;
        this.#notify();
      });
    }
    socket.pause();
  }

  /** True when the other side has hung up, as far as was noticed. */
  get over(): boolean {
    return this.#over;
  }

  /** Waits until there is at least a byte to read. @returns false when none will come. */
  async waitForByte(): Promise<boolean> {
    return this.#buffered.length > 0 || (await this.#more());
  }

  /** @returns everything up to and with the delimiter; `undefined` when the other side hung up before. */
  async readThrough(delimiter: string): Promise<Buffer | undefined> {
    for (;;) {
      const taken = this.#buffered.takeThrough(delimiter);
      if (taken) return taken;
      if (!(await this.#more())) return undefined;
    }
  }

  async readBytes(sizeBytes: number): Promise<Buffer | undefined> {
    while (this.#buffered.length < sizeBytes) if (!(await this.#more())) return undefined;
    return this.#buffered.take(sizeBytes);
  }

  /** Writes and waits until the kernel has it. @returns false when the connection is gone. */
  write(bytes: string | Uint8Array): Promise<boolean> {
    if (this.socket.destroyed || !this.socket.writable) return Promise.resolve(false);
    return new Promise((resolve) => {
      const gone = () => resolve(false);
      this.socket.once("close", gone);
      this.socket.write(bytes, (error) => {
        this.socket.off("close", gone);
        resolve(!error);
      });
    });
  }

  /** Waits, but no longer than the connection lives. */
  wait(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.socket.off("close", done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.socket.once("close", done);
    });
  }

  /** Reads and forgets until the other side hangs up. */
  async drain(): Promise<void> {
    while (await this.#more()) this.#buffered.clear();
    this.socket.destroy();
  }

  end(): void {
    this.socket.end();
    // Read on, so that unread bytes do not turn the FIN into a RST.
    this.socket.resume();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  async #more(): Promise<boolean> {
    if (this.#over) return false;
    const before = this.#buffered.length;
    this.socket.resume();
    while (!this.#over && this.#buffered.length === before) await new Promise<void>((wake) => (this.#wake = wake));
    this.socket.pause();
    return this.#buffered.length > before;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
