import type { Duplex } from "node:stream";
import { failureDataOf } from "./failure-data.js";
import type { Frame } from "./frame.js";
import { FrameStream, type FrameStreamLimits } from "./frame-stream.js";
import { failureOfData } from "./failure-of-data.js";
import { NotDataError } from "./packed-data.js";

export interface LinkHandlers {
  /** What the other side asks. What is thrown crosses as a failure. `signal` is aborted when it no longer wants the answer. */
  asked(method: string, data: unknown, signal: AbortSignal): unknown;
  told(method: string, data: unknown): void;
  ended(reason: LinkEnd): void;
}
/** `flood`: more asked at once, or said in a second that is no answer to anything, than allowed. */
export type LinkEnd = "closed" | "malformed" | "too-large" | "flood";

export interface LinkLimits extends FrameStreamLimits {
  /** Questions of the other side under way at once. */
  readonly maxAsked: number;
  /** What the other side says without waiting for an answer. */
  readonly maxToldPerSecond: number;
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: unknown): void;
  readonly forget: () => void;
}

/** Questions and answers over a stream, both ways at once. */
export class Link {
  private readonly frames: FrameStream;
  private readonly waiting = new Map<number, Waiting>();
  private readonly underWay = new Map<number, AbortController>();
  private lastId = 0;
  private secondBeganAtMs = 0;
  private toldThisSecond = 0;
  private end: LinkEnd | undefined;

  /** @param lost - the error of every question that is open when the link ends, or asked after. */
  constructor(
    stream: Duplex,
    private readonly handlers: LinkHandlers,
    private readonly limits: LinkLimits,
    private readonly lost: () => Error,
  ) {
    this.frames = new FrameStream(
      stream,
      { frame: (frame) => this.take(frame), ended: (reason) => this.finish(reason) },
      limits,
    );
  }

  /** @throws what the other side threw, made anew; `lost()` when the link ends first. */
  ask(method: string, data: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.end !== undefined) {
        reject(this.lost());
        return;
      }
      const id = (this.lastId += 1);
      const onAbort = () => this.frames.send({ kind: "abort", id });
      const forget = () => signal?.removeEventListener("abort", onAbort);
      try {
        this.frames.send({ kind: "ask", id, method, data });
      } catch (error) {
        reject(error instanceof Error ? error : new TypeError(method));
        return;
      }
      this.waiting.set(id, { resolve, reject, forget });
      if (signal?.aborted === true) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  tell(method: string, data: unknown): void {
    if (this.end === undefined) this.frames.send({ kind: "tell", method, data });
  }

  close(): void {
    this.frames.close();
  }

  private take(frame: Frame): void {
    switch (frame.kind) {
      case "ask":
        // Two of one number would count as one.
        if (this.underWay.size >= this.limits.maxAsked || this.underWay.has(frame.id)) this.endFlood();
        else void this.answer(frame.id, frame.method, frame.data);
        break;
      case "abort":
        if (this.isFlood()) this.endFlood();
        else this.underWay.get(frame.id)?.abort();
        break;
      case "tell":
        if (this.isFlood()) this.endFlood();
        else this.handlers.told(frame.method, frame.data);
        break;
      case "answer":
        if (this.isAwaited(frame.id)) this.settle(frame.id)?.resolve(frame.data);
        break;
      case "failure":
        if (this.isAwaited(frame.id)) this.settle(frame.id)?.reject(failureOfData(frame.failure));
        break;
    }
  }

  /** An answer that nobody waits for counts as something that was said. */
  private isAwaited(id: number): boolean {
    if (this.waiting.has(id)) return true;
    if (this.isFlood()) this.endFlood();
    return false;
  }

  /** What waits for no answer is held up by nothing on the other side, so it is counted. */
  private isFlood(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.secondBeganAtMs >= 1_000) {
      this.secondBeganAtMs = nowMs;
      this.toldThisSecond = 0;
    }
    this.toldThisSecond += 1;
    return this.toldThisSecond > this.limits.maxToldPerSecond;
  }

  private endFlood(): void {
    this.finish("flood");
    this.frames.close();
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    waiting?.forget();
    return waiting;
  }

  private async answer(id: number, method: string, data: unknown): Promise<void> {
    const aborter = new AbortController();
    this.underWay.set(id, aborter);
    try {
      this.frames.send({ kind: "answer", id, data: await this.handlers.asked(method, data, aborter.signal) });
    } catch (error) {
      const failure = error instanceof NotDataError ? { name: "NotDataError" } : failureDataOf(error);
      this.frames.send({ kind: "failure", id, failure });
    } finally {
      this.underWay.delete(id);
    }
  }

  private finish(reason: LinkEnd): void {
    if (this.end !== undefined) return;
    this.end = reason;
    for (const aborter of this.underWay.values()) aborter.abort();
    // First, so that the error of what is open can say why.
    this.handlers.ended(reason);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of waiting) {
      one.forget();
      one.reject(this.lost());
    }
  }
}
