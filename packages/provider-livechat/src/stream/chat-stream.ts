import type { LogEntry } from "../log/log-entry.js";
import type { LogReader, VisitorLog } from "../log/visitor-log.js";
import { serverEvent } from "./server-event.js";

const PAGE = 100;
/** Signs of life and of typing that a browser did not fetch: it is gone, or will get newer ones. Characters. */
const MOST_WAITING = 16_384;

/**
 * One open connection of a visitor's browser: the log from a cursor on, in order and without a gap, then what comes new. It is read as fast as the
 * browser takes it. Entries are read from the log when it is their turn and never wait in memory; only small signs do.
 */
export class ChatStream implements LogReader, AsyncIterable<string> {
  private waiting = "retry: 1000\n\n";
  private marksChanged = true;
  private ended = false;
  private wake: (() => void) | undefined;
  /** The newest entry, which most readers want next. */
  private latest: LogEntry | undefined;

  constructor(
    private readonly log: VisitorLog,
    private sentSeq: number,
    private readonly onClosed: (stream: ChatStream) => void,
  ) {
    log.readers.add(this);
  }

  get sessionId(): string {
    return this.log.sessionId;
  }

  changed(entry: LogEntry | undefined): void {
    if (entry === undefined) this.marksChanged = true;
    else this.latest = entry;
    this.rouse();
  }

  erased(): void {
    this.say(serverEvent("erased", {}));
    this.close();
  }

  typing(): void {
    this.say(serverEvent("typing", {}));
  }

  presence(isAttended: boolean): void {
    this.say(serverEvent("presence", { online: isAttended }));
  }

  /** Shows both sides that the other one is there still. */
  beat(): void {
    this.say(":\n\n");
  }

  /** Ends it: what waits is sent still. */
  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.log.readers.delete(this);
    this.onClosed(this);
    this.rouse();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      for (;;) {
        const text = await this.next();
        if (text !== "") yield text;
        else if (this.ended) return;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.close();
    }
  }

  private async next(): Promise<string> {
    let text = this.waiting;
    this.waiting = "";
    if (this.ended) return text;
    if (this.sentSeq < this.log.end) {
      // Usually one is new and known; otherwise the log has them.
      const { latest } = this;
      const entries = latest?.seq === this.sentSeq + 1 ? [latest] : await this.log.entriesAfter(this.sentSeq, PAGE);
      for (const entry of entries) {
        text += serverEvent("entry", entry, entry.seq);
        this.sentSeq = entry.seq;
      }
    }
    if (this.marksChanged) {
      this.marksChanged = false;
      const { operatorReadSeq, deliveredSeq, readSeq } = this.log.record;
      text += serverEvent("marks", { operatorReadSeq, deliveredSeq, readSeq });
    }
    return text;
  }

  private say(text: string): void {
    if (this.ended || this.waiting.length > MOST_WAITING) return;
    this.waiting += text;
    this.rouse();
  }

  private rouse(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
