import { DEFAULT_MAIL_LIMITS, type MailLimits } from "./mail-limits.js";
import { MailParseError } from "./mail-parse-error.js";
import { MailWorkerThread } from "./mail-worker-thread.js";
import type { ParsedMail } from "./parsed-mail.js";

export interface MailParserOptions extends Partial<MailLimits> {
  /** Wall-clock time one message may take, from the moment a worker has it. Default 5,000. */
  readonly timeoutMs?: number;
  /** Messages that may wait for a worker; more are refused with MAIL_QUEUE_FULL. Default 100. */
  readonly queueLimit?: number;
  /** Bytes of the messages that may wait for a worker. Default 256 MiB. */
  readonly queueLimitBytes?: number;
  /** Worker threads. Default 1: parsing is fast, and mail should not take every core of the host. */
  readonly workerCount?: number;
  /**
   * JavaScript heap of one worker, in MiB. Default 256; the limits above keep any message below 128. It is the last line
   * only: Node 24 can end the whole process, not just the worker, when a worker reaches its heap limit.
   */
  readonly memoryLimitMb?: number;
  /** Module to run in the worker, for hosts that bundle. Default: `mail-worker.js` beside this module. */
  readonly workerUrl?: URL;
}

/** Reads untrusted mail in worker threads, so that no message can stall, exhaust or end the host process. */
export interface MailParser {
  /**
   * Reads one raw RFC 5322 message. The bytes are copied when its turn comes: leave them unchanged until the promise settles.
   * @throws {MailParseError} with the code of the limit that was exceeded, MAIL_UNREADABLE, MAIL_QUEUE_FULL or MAIL_PARSER_CLOSED.
   */
  parse(raw: Uint8Array): Promise<ParsedMail>;
  /** Ends the workers; messages in work or waiting are refused with MAIL_PARSER_CLOSED. May be called again. */
  close(): Promise<void>;
}

interface Waiting {
  readonly raw: Uint8Array;
  readonly resolve: (mail: ParsedMail) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts nothing: the first message starts the first worker. */
export function createMailParser(options: MailParserOptions = {}): MailParser {
  return new WorkerMailParser(options);
}

class WorkerMailParser implements MailParser {
  private readonly limits: MailLimits;
  private readonly queueLimit: number;
  private readonly queueLimitBytes: number;
  private readonly threads: readonly MailWorkerThread[];
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private closed = false;

  constructor(options: MailParserOptions) {
    const limits = { ...DEFAULT_MAIL_LIMITS, ...options };
    this.limits = {
      sizeLimitBytes: limits.sizeLimitBytes,
      textLimitBytes: limits.textLimitBytes,
      headerLimitBytes: limits.headerLimitBytes,
      headerLineLimit: limits.headerLineLimit,
      depthLimit: limits.depthLimit,
      partLimit: limits.partLimit,
      addressLimit: limits.addressLimit,
    };
    this.queueLimit = options.queueLimit ?? 100;
    this.queueLimitBytes = options.queueLimitBytes ?? 256 * 1024 * 1024;
    const thread = {
      timeoutMs: options.timeoutMs ?? 5000,
      memoryLimitMb: options.memoryLimitMb ?? 256,
      workerUrl: options.workerUrl,
    };
    this.threads = Array.from({ length: options.workerCount ?? 1 }, () => new MailWorkerThread(thread));
  }

  async parse(raw: Uint8Array): Promise<ParsedMail> {
    if (this.closed) throw new MailParseError("MAIL_PARSER_CLOSED");
    const { sizeLimitBytes } = this.limits;
    if (raw.byteLength > sizeLimitBytes) throw new MailParseError("MAIL_TOO_LARGE", { limit: sizeLimitBytes });
    const full = this.waiting.length >= this.queueLimit || this.waitingBytes + raw.byteLength > this.queueLimitBytes;
    if (full && this.threads.every((thread) => thread.busy)) {
      throw new MailParseError("MAIL_QUEUE_FULL", { limit: this.queueLimit });
    }
    return await new Promise<ParsedMail>((resolve, reject) => {
      this.waiting.push({ raw, resolve, reject });
      this.waitingBytes += raw.byteLength;
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new MailParseError("MAIL_PARSER_CLOSED"));
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private dispatch(): void {
    for (const thread of this.threads) {
      if (thread.busy || this.waiting.length === 0) continue;
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.waitingBytes -= next.raw.byteLength;
      void thread
        .run({ bytes: new Uint8Array(next.raw), limits: this.limits })
        .then(next.resolve, next.reject)
        .finally(() => this.dispatch());
    }
  }
}
