import { Worker } from "node:worker_threads";
import { MailParseError } from "./mail-parse-error.js";
import type { MailWorkerReply, MailWorkerRequest } from "./mail-worker-message.js";
import { type ParsedMail, parsedMailSchema } from "./parsed-mail.js";

/** Time a worker may take to load its code; apart from the time a message may take. */
const START_LIMIT_MS = 20_000;

export interface MailWorkerThreadOptions {
  /** Module to run instead of the built worker. */
  readonly workerUrl?: URL | undefined;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
}

interface Job {
  readonly request: MailWorkerRequest;
  readonly resolve: (mail: ParsedMail) => void;
  readonly reject: (error: MailParseError) => void;
}

/**
 * One worker thread, one message at a time. Started by the first message, kept for the next ones, and thrown away when it
 * exceeds its time or memory or dies; the next message then starts a new one. While idle it does not keep the process alive.
 */
export class MailWorkerThread {
  private worker: Worker | undefined;
  private ready = false;
  private job: Job | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: MailWorkerThreadOptions) {}

  get busy(): boolean {
    return this.job !== undefined;
  }

  /** @throws {MailParseError} as an already rejected promise; the thread is usable again afterwards. */
  run(request: MailWorkerRequest): Promise<ParsedMail> {
    return new Promise((resolve, reject) => {
      this.job = { request, resolve, reject };
      this.worker ??= this.start();
      this.worker.ref();
      if (this.ready) this.post();
      else {
        this.timer = setTimeout(() => void this.abandon(new MailParseError("MAIL_PARSER_UNAVAILABLE")), START_LIMIT_MS);
      }
    });
  }

  /** Ends the thread; a message in work is refused with MAIL_PARSER_CLOSED. */
  async close(): Promise<void> {
    await this.abandon(new MailParseError("MAIL_PARSER_CLOSED"));
  }

  private start(): Worker {
    const worker = new Worker(this.options.workerUrl ?? new URL("./mail-worker.js", import.meta.url), {
      name: "mail-parser",
      // The worker reads hostile bytes and needs nothing from the environment.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryLimitMb, stackSizeMb: 4 },
    });
    this.ready = false;
    worker.on("message", (reply: MailWorkerReply) => {
      if (worker === this.worker) this.receive(reply);
    });
    worker.on("error", (error: Error & { code?: string }) => {
      if (worker === this.worker) void this.abandon(this.failure(error));
    });
    worker.on("exit", () => {
      if (worker === this.worker) void this.abandon(new MailParseError("MAIL_UNREADABLE"));
    });
    return worker;
  }

  private failure(error: Error & { code?: string }): MailParseError {
    if (error.code === "ERR_WORKER_OUT_OF_MEMORY") {
      return new MailParseError("MAIL_PARSE_MEMORY", { limit: this.options.memoryLimitMb });
    }
    // Once a message is being read the error's text may quote it, so the error goes no further.
    return this.ready
      ? new MailParseError("MAIL_UNREADABLE")
      : new MailParseError("MAIL_PARSER_UNAVAILABLE", { cause: error });
  }

  private receive(reply: MailWorkerReply): void {
    if (reply.kind === "ready") {
      this.ready = true;
      if (this.job !== undefined) this.post();
      return;
    }
    const job = this.settle();
    this.worker?.unref();
    if (job === undefined) return;
    if (reply.kind === "refused") job.reject(new MailParseError(reply.code, { limit: reply.limit }));
    else {
      const mail = parsedMailSchema.safeParse(reply.mail);
      if (mail.success) job.resolve(mail.data);
      else job.reject(new MailParseError("MAIL_UNREADABLE"));
    }
  }

  private post(): void {
    if (this.job === undefined) return;
    clearTimeout(this.timer);
    const { timeoutMs } = this.options;
    this.timer = setTimeout(
      () => void this.abandon(new MailParseError("MAIL_PARSE_TIMEOUT", { limit: timeoutMs })),
      timeoutMs,
    );
    this.worker?.postMessage(this.job.request, [this.job.request.bytes.buffer]);
  }

  private settle(): Job | undefined {
    clearTimeout(this.timer);
    const { job } = this;
    this.job = undefined;
    return job;
  }

  private async abandon(error: MailParseError): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.ready = false;
    // Rejected before the thread has ended: terminate() can take as long as the thread is in native code.
    this.settle()?.reject(error);
    await worker?.terminate();
  }
}
