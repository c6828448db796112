import { z } from "zod";
import type { Link } from "../border/link.js";
import { RemoteThread, type ThreadLine, type ThreadOptions } from "./remote-thread.js";

const messageSchema = z.object({ thread: z.int(), data: z.unknown().optional() });
const endedSchema = z.object({ thread: z.int(), isTooBig: z.boolean() });

/** The threads of a connector's process: each is a process of its own, which the host started. */
export class RemoteThreads implements ThreadLine {
  private readonly threads = new Map<number, RemoteThread>();

  constructor(private readonly link: () => Link) {}

  /** What stands in the place of `Worker`. */
  workerClass(): new (module: string | URL, options?: ThreadOptions) => RemoteThread {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class is made for this one
    const line: ThreadLine = this;
    const numbers = { last: 0 };
    return class Worker extends RemoteThread {
      constructor(module: string | URL, options?: ThreadOptions) {
        super(line, numbers, module, options);
      }
    };
  }

  start(thread: RemoteThread, module: string, options: { memoryMb?: number; data?: unknown }): Promise<unknown> {
    this.threads.set(thread.threadId, thread);
    thread.once("exit", () => this.threads.delete(thread.threadId));
    return this.link().ask("thread-start", { thread: thread.threadId, module, ...options });
  }

  post(thread: RemoteThread, data: unknown): Promise<unknown> {
    return this.link().ask("thread-post", { thread: thread.threadId, data });
  }

  stop(thread: RemoteThread): Promise<unknown> {
    return this.link().ask("thread-stop", { thread: thread.threadId });
  }

  /** What a thread posted. */
  message(data: unknown): void {
    const { thread, data: message } = messageSchema.parse(data);
    this.threads.get(thread)?.emit("message", message);
  }

  ended(data: unknown): void {
    const { thread, isTooBig } = endedSchema.parse(data);
    this.threads.get(thread)?.ended(isTooBig);
  }
}
