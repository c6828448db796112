import type { Question } from "../border/questions.js";
import { PluginProcess, type PluginStart } from "./plugin-process.js";
import type { SocketLine } from "./socket-broker.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

/** So many threads a connector may start within {@link WINDOW_MS}: each costs the host a process. */
const MOST_STARTS = 64;
const WINDOW_MS = 60_000;

/**
 * The threads of one connector. Node's permission model does not reach into worker threads, so a connector has none: each is a process of its own
 * behind the same walls, which can ask the host for nothing and speaks to its connector alone, by way of the host.
 * @see https://nodejs.org/docs/latest-v24.x/api/permissions.html#permission-model-constraints
 */
export class ThreadBroker {
  private readonly threads = new Map<number, PluginProcess>();
  private startedAtMs: number[] = [];

  /** @param start - how the connector's own process was started. @param line - to that process. */
  constructor(
    private readonly start: PluginStart,
    private readonly line: () => SocketLine,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws {UnknownQuestionError} there are as many as there may be, or too many were started lately. */
  async begin({ thread, module, memoryMb, data }: Question<"thread-start">): Promise<unknown> {
    const { limits } = this.start;
    const nowMs = this.now();
    this.startedAtMs = this.startedAtMs.filter((atMs) => nowMs - atMs < WINDOW_MS);
    const isFull = this.threads.size >= limits.maxThreads || this.startedAtMs.length >= MOST_STARTS;
    if (isFull || this.threads.has(thread)) throw new UnknownQuestionError();
    this.startedAtMs.push(nowMs);
    const line = this.line();
    const process: PluginProcess = new PluginProcess(
      {
        ...this.start,
        limits: {
          ...limits,
          memoryMb: Math.min(limits.memoryMb, Math.max(16, Math.floor(memoryMb ?? limits.memoryMb))),
          busyTimeoutMs: limits.threadBusyTimeoutMs,
        },
      },
      {
        asked: (method, posted) => {
          if (method !== "thread-post") throw new UnknownQuestionError();
          return line.ask("thread-message", { thread, data: posted });
        },
        told: () => undefined,
      },
      (reason) => {
        if (this.threads.get(thread) !== process) return;
        this.threads.delete(thread);
        line.tell("thread-ended", { thread, isTooBig: reason === "memory" });
      },
    );
    this.threads.set(thread, process);
    try {
      await process.ready("load-thread", { module, data });
    } catch (error) {
      process.stop("start-failed");
      throw error;
    }
    return {};
  }

  /** Resolves when the thread took it. */
  async post({ thread, data }: Question<"thread-post">): Promise<unknown> {
    const process = this.threads.get(thread);
    if (process === undefined) throw new UnknownQuestionError();
    await process.link.ask("thread-message", { data });
    return {};
  }

  end({ thread }: Question<"thread-stop">): void {
    const process = this.threads.get(thread);
    this.threads.delete(thread);
    process?.stop("exit");
  }

  /** The connector's process is gone, and its threads with it. */
  clear(): void {
    for (const thread of [...this.threads.keys()]) this.end({ thread });
  }
}
