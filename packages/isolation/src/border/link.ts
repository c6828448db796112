import type { Duplex } from "node:stream";
import { AskedBudget } from "./asked-budget.js";
import { failureDataOf } from "./failure-data.js";
import type { Frame } from "./frame.js";
import { FrameStream, type FrameStreamLimits } from "./frame-stream.js";
import { failureOfData } from "./failure-of-data.js";
import { NotDataError } from "./packed-data.js";
import { Rate } from "./rate.js";

export interface LinkHandlers {
  /**
   * What the other side asks. What is thrown crosses as a failure. The signal is aborted when it no longer wants the answer, and made when it is first
   * looked at: few look.
   */
  asked(method: string, data: unknown, wanted: Pick<AbortController, "signal">): unknown;
  told(method: string, data: unknown): void;
  ended(reason: LinkEnd): void;
}
/** `flood`: more asked at once or in a second, or said in a second that is no answer to anything, than allowed. */
export type LinkEnd = "closed" | "malformed" | "too-large" | "flood";

export interface LinkLimits extends FrameStreamLimits {
  /** Questions of the other side under way at once. */
  readonly maxAsked: number;
  /** Questions of the other side in a second that no question of this side led to, besides those it made room for. */
  readonly maxAskedPerSecond: number;
  /** What the other side says without waiting for an answer. */
  readonly maxToldPerSecond: number;
  /** As so many frames of a turn counts one that nothing of this side led to. */
  readonly unaskedWeight: number;
}

interface Waiting {
  resolve(data: unknown): void;
  reject(error: unknown): void;
  /** Where there is a signal to stop listening to. */
  readonly forget: (() => void) | undefined;
}

/** Questions and answers over a stream, both ways at once. */
export class Link {
  private readonly frames: FrameStream;
  private readonly waiting = new Map<number, Waiting>();
  private readonly underWay = new Map<number, AbortController>();
  private readonly asked: AskedBudget;
  private readonly told: Rate;
  private lastId = 0;
  private end: LinkEnd | undefined;

  /**
   * @param lost - the error of every question that is open when the link ends, or asked after.
   * @param now - milliseconds that only grow.
   */
  constructor(
    stream: Duplex,
    private readonly handlers: LinkHandlers,
    private readonly limits: LinkLimits,
    private readonly lost: () => Error,
    now = () => performance.now(),
  ) {
    this.asked = new AskedBudget(limits.maxAskedPerSecond, now);
    this.told = new Rate(limits.maxToldPerSecond, now);
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
      try {
        this.frames.send({ kind: "ask", id, method, data });
      } catch (error) {
        reject(error instanceof Error ? error : new TypeError(method));
        return;
      }
      this.asked.called(this.waiting.size);
      this.waiting.set(id, { resolve, reject, forget: signal && this.abortWith(signal, id) });
    });
  }

  /** @returns what stops listening to the signal. */
  private abortWith(signal: AbortSignal, id: number): (() => void) | undefined {
    const abort = (): void => this.frames.send({ kind: "abort", id });
    if (signal.aborted) {
      abort();
      return undefined;
    }
    signal.addEventListener("abort", abort, { once: true });
    return () => signal.removeEventListener("abort", abort);
  }

  tell(method: string, data: unknown): void {
    if (this.end === undefined) this.frames.send({ kind: "tell", method, data });
  }

  close(): void {
    this.frames.close();
  }

  /** @returns how much of a turn it takes. */
  private take(frame: Frame): number {
    switch (frame.kind) {
      case "ask":
        return this.takeQuestion(frame);
      case "abort":
        if (!this.isFlood()) this.underWay.get(frame.id)?.abort();
        break;
      case "tell":
        if (!this.isFlood()) this.handlers.told(frame.method, frame.data);
        break;
      case "answer":
      case "failure":
        return this.takeAnswer(frame);
    }
    return this.limits.unaskedWeight;
  }

  private takeAnswer(frame: Extract<Frame, { kind: "answer" | "failure" }>): number {
    const waiting = this.waiting.get(frame.id);
    this.waiting.delete(frame.id);
    if (waiting === undefined) {
      this.isFlood();
      return this.limits.unaskedWeight;
    }
    waiting.forget?.();
    if (frame.kind === "answer") waiting.resolve(frame.data);
    else waiting.reject(failureOfData(frame.failure));
    return 1;
  }

  private takeQuestion({ id, method, data }: Extract<Frame, { kind: "ask" }>): number {
    const kind = this.asked.take(this.waiting.size);
    // Two of one number would count as one.
    const isTooMany = this.underWay.size >= this.limits.maxAsked || this.underWay.has(id);
    if (isTooMany || kind === "too-many") this.endFlood();
    else void this.answer(id, method, data);
    return kind === "led-to" ? 1 : this.limits.unaskedWeight;
  }

  /** What waits for no answer, and is none to a question, is held up by nothing on the other side, so it is counted. */
  private isFlood(): boolean {
    const isFlood = this.told.isExceeded();
    if (isFlood) this.endFlood();
    return isFlood;
  }

  private endFlood(): void {
    this.finish("flood");
    this.frames.close();
  }

  private async answer(id: number, method: string, data: unknown): Promise<void> {
    const aborter = new AbortController();
    this.underWay.set(id, aborter);
    try {
      this.frames.send({ kind: "answer", id, data: await this.handlers.asked(method, data, aborter) });
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
      one.forget?.();
      one.reject(this.lost());
    }
  }
}
