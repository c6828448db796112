import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";

/** How a connector's process speaks to the host about a thread of its. */
export interface ThreadLine {
  start(thread: RemoteThread, module: string, options: { memoryMb?: number; data?: unknown }): Promise<unknown>;
  post(thread: RemoteThread, data: unknown): Promise<unknown>;
  stop(thread: RemoteThread): Promise<unknown>;
}

export interface ThreadOptions {
  readonly eval?: boolean;
  readonly name?: string;
  readonly workerData?: unknown;
  readonly resourceLimits?: { readonly maxOldGenerationSizeMb?: number };
}

/** A thread that the host does not have for us: more than its limit, or no file to run. */
class ThreadRefused extends Error {
  override readonly name = "ThreadRefused";
}

/**
 * What `Worker` of `node:worker_threads` is in a connector's process: the host starts another process behind the same walls, which runs the module
 * and speaks to nobody but this one. Only data goes back and forth. Of Node's class it has `postMessage`, `terminate`, `ref`, `unref`, `threadId` and
 * the events `online`, `message`, `error` and `exit`; of its options `workerData` and `resourceLimits.maxOldGenerationSizeMb`.
 */
export class RemoteThread extends EventEmitter {
  readonly threadId: number;
  private hasEnded = false;
  private readonly started: Promise<unknown>;

  /** @throws {ThreadRefused} code as text: only modules run, which were there when the package was checked. */
  constructor(
    private readonly line: ThreadLine,
    numbers: { last: number },
    module: string | URL,
    { eval: isCode = false, workerData, resourceLimits }: ThreadOptions = {},
  ) {
    super();
    const isFile = module instanceof URL ? module.protocol === "file:" : module.startsWith("/");
    if (isCode || !isFile) throw new ThreadRefused("a thread runs a file of its connector");
    this.threadId = numbers.last += 1;
    const memoryMb = resourceLimits?.maxOldGenerationSizeMb;
    this.started = line.start(this, module instanceof URL ? fileURLToPath(module) : module, {
      ...(memoryMb === undefined ? {} : { memoryMb }),
      ...(workerData === undefined ? {} : { data: workerData }),
    });
    this.started.then(
      () => this.emit("online"),
      (error: unknown) => this.fail(error),
    );
  }

  postMessage(data: unknown): void {
    // What was asked first arrives first; a thread that is gone has said so by `exit`.
    this.started.then(() => this.line.post(this, data)).catch((error: unknown) => this.emit("messageerror", error));
  }

  async terminate(): Promise<number> {
    if (!this.hasEnded) {
      await this.line.stop(this).catch(() => undefined);
      this.ended();
    }
    return 1;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  /** The host says that it is gone. @param isTooBig - it needed more memory than it may have. */
  ended(isTooBig = false): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const error = new Error("the thread needed more memory than it may have");
    if (isTooBig) this.emit("error", Object.assign(error, { code: "ERR_WORKER_OUT_OF_MEMORY" }));
    this.emit("exit", 1);
    this.removeAllListeners();
  }

  private fail(error: unknown): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.emit("error", error);
    this.emit("exit", 1);
  }
}
