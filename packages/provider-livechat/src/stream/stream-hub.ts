import type { VisitorLog } from "../log/visitor-log.js";
import { ChatStream } from "./chat-stream.js";

/** Shorter than what proxies take for a dead connection. Milliseconds. */
const BEAT_MS = 20_000;
/** Connections that are told in one turn of the event loop. */
const AT_ONCE = 500;

/** All open connections of a channel, with one timer for all of them. */
export class StreamHub {
  private readonly streams = new Set<ChatStream>();
  private readonly byVisitor = new Map<string, Set<ChatStream>>();
  private timer: NodeJS.Timeout | undefined;
  private attended: boolean;
  private closed = false;

  constructor(
    private readonly limits: { readonly streams: number; readonly streamsPerVisitor: number },
    /** Called with each beat, and so not at all while nobody is connected. */
    private readonly onBeat: () => void,
    isAttended: boolean,
  ) {
    this.attended = isAttended;
  }

  get size(): number {
    return this.streams.size;
  }

  /** @returns undefined when there are too many; the visitor's oldest makes room for a new one of the same visitor. */
  add(log: VisitorLog, cursor: number): ChatStream | undefined {
    if (this.closed || this.streams.size >= this.limits.streams) return undefined;
    const own = this.byVisitor.get(log.sessionId) ?? new Set<ChatStream>();
    if (own.size >= this.limits.streamsPerVisitor) {
      const [oldest] = own;
      oldest?.close();
    }
    const stream = new ChatStream(log, cursor, (closed) => this.remove(closed));
    this.byVisitor.set(log.sessionId, own.add(stream));
    this.streams.add(stream);
    this.timer ??= setInterval(() => this.beat(), BEAT_MS).unref();
    stream.presence(this.attended);
    return stream;
  }

  typing(sessionId: string): void {
    for (const stream of this.byVisitor.get(sessionId) ?? []) stream.typing();
  }

  presence(isAttended: boolean): void {
    if (isAttended === this.attended) return;
    this.attended = isAttended;
    this.each((stream) => stream.presence(isAttended));
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    for (const stream of [...this.streams]) stream.close();
  }

  private remove(stream: ChatStream): void {
    this.streams.delete(stream);
    const own = this.byVisitor.get(stream.sessionId);
    own?.delete(stream);
    if (own?.size === 0) this.byVisitor.delete(stream.sessionId);
    if (this.streams.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private beat(): void {
    this.onBeat();
    this.each((stream) => stream.beat());
  }

  /** In portions: thousands of writes in one turn would keep everyone else waiting. */
  private each(tell: (stream: ChatStream) => void): void {
    const all = [...this.streams];
    const next = (from: number): void => {
      for (const stream of all.slice(from, from + AT_ONCE)) tell(stream);
      if (from + AT_ONCE < all.length) setImmediate(next, from + AT_ONCE);
    };
    next(0);
  }
}
