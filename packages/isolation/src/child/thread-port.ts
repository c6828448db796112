import { EventEmitter } from "node:events";

/**
 * What `parentPort` of `node:worker_threads` is in a process that stands for a thread. Messages wait for the first listener, as they do there.
 */
export class ThreadPort extends EventEmitter {
  private waiting: unknown[] | undefined = [];

  constructor(private readonly post: (data: unknown) => void) {
    super();
    this.on("newListener", (event: string) => {
      if (event === "message" && this.waiting !== undefined) queueMicrotask(() => this.release());
    });
  }

  postMessage(data: unknown): void {
    this.post(data);
  }

  deliver(data: unknown): void {
    if (this.waiting === undefined) this.emit("message", data);
    else this.waiting.push(data);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  start(): void {
    this.release();
  }

  close(): void {
    process.exit(0);
  }

  private release(): void {
    const { waiting = [] } = this;
    this.waiting = undefined;
    for (const data of waiting) this.emit("message", data);
  }
}
