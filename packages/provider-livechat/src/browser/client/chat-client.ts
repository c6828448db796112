import type { ChatConfig } from "./chat-config.js";
import type { ChatEntry, ChatMarks, PendingEntry } from "./chat-entry.js";
import { ChatFailure } from "./chat-failure.js";
import type { ChatMemory } from "./chat-memory.js";
import type { ChatRequests } from "./chat-requests.js";
import { type ChatState, firstState } from "./chat-state.js";
import { EventLink } from "./event-link.js";
import { identityId } from "./identity-id.js";
import { makeId } from "./make-id.js";
import { natives } from "./natives.js";
import type { StreamEvent } from "./read-events.js";

const TYPING_LASTS_MS = 6_000;
const TYPING_EVERY_MS = 3_000;
const MARKS_AFTER_MS = 200;
const LAST_RETRY_MS = 15_000;

/** What the server answers to `GET log`. */
interface LogPage {
  readonly entries: readonly ChatEntry[];
  readonly isFirst: boolean;
  readonly marks: ChatMarks;
  readonly hasConsent: boolean;
  readonly online: boolean;
  readonly token?: string;
}

/**
 * One visitor's side of the conversation, without anything to see. A message that was written is kept until the server has it, over reloads too, and
 * handed in under the same id until it is there: never lost, never twice.
 */
export class ChatClient {
  state: ChatState = firstState;
  private readonly link: EventLink;
  private cursor = 0;
  private isSeen = false;
  private flushing = false;
  private wake: (() => void) | undefined;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private marksTimer: ReturnType<typeof setTimeout> | undefined;
  private saidTypingAtMs = 0;
  private starting: Promise<void> | undefined;

  constructor(
    private readonly requests: ChatRequests,
    private readonly memory: ChatMemory,
    private readonly identity: string | undefined,
    private readonly language: string,
    private readonly onChange: () => void,
  ) {
    this.link = new EventLink(requests, {
      token: () => memory.token,
      cursor: () => this.cursor,
      take: (event) => this.take(event),
      connection: (connection) => this.change({ connection }),
      refused: () => this.forget(),
    });
    // Somebody else sits here now, or nobody is signed in any more.
    if (memory.token !== undefined && memory.identity !== identityId(identity)) memory.clear();
    this.change({ pending: memory.pending });
  }

  /** Whether there is a conversation to go on with. */
  get isKnown(): boolean {
    return this.memory.token !== undefined || this.memory.pending.length > 0;
  }

  /** Goes on with the conversation, where there is one. */
  start(): Promise<void> {
    this.starting ??= this.resume().catch(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  /** The conversation is opened: somebody who is signed in sees what was said on another device. */
  async open(): Promise<void> {
    await this.configure();
    if (this.identity !== undefined && this.memory.token === undefined)
      await this.session().catch((error: unknown) => {
        if (error instanceof ChatFailure && error.code === "IDENTITY_REFUSED") this.change({ notice: "signIn" });
      });
    else if (this.identity === undefined && this.state.config?.requireIdentity === true)
      this.change({ notice: "signIn" });
  }

  stop(): void {
    this.link.stop();
    this.wake?.();
    this.starting = undefined;
  }

  /** The network came back, or the page is looked at again. */
  check(): void {
    this.link.check();
    this.wake?.();
    if (this.starting === undefined && this.isKnown) void this.start();
    if (this.state.config === undefined) void this.configure();
    void this.flush();
  }

  drop(): void {
    this.link.drop();
  }

  /** Asks what the account has set, once. */
  async configure(): Promise<void> {
    if (this.state.config !== undefined) return;
    try {
      const config = (await this.requests.json("config")) as ChatConfig;
      this.change({ config, online: config.online });
    } catch {
      // It is asked for again when the network or the page comes back.
      this.change({ connection: "lost" });
    }
  }

  send(text: string, consent?: PendingEntry["consent"]): void {
    this.add({ id: makeId(), atMs: Date.now(), text, ...(consent === undefined ? {} : { consent }) });
  }

  sendFile(file: File, consent?: PendingEntry["consent"]): void {
    this.add({ id: makeId(), atMs: Date.now(), file, ...(consent === undefined ? {} : { consent }) });
  }

  again(id: string, consent?: PendingEntry["consent"]): void {
    this.keep(
      this.state.pending.map((one) => {
        if (one.id !== id) return one;
        const { failed: _failed, ...rest } = one;
        return { ...rest, ...(consent === undefined ? {} : { consent }) };
      }),
    );
    void this.flush();
  }

  discard(id: string): void {
    this.keep(this.state.pending.filter((one) => one.id !== id));
  }

  /** That the visitor is writing; said to the server now and then. */
  typing(): void {
    if (this.memory.token === undefined || Date.now() - this.saidTypingAtMs < TYPING_EVERY_MS) return;
    this.saidTypingAtMs = Date.now();
    this.requests.call("typing", { method: "POST", token: this.memory.token, json: {} }).catch(() => undefined);
  }

  /** Whether the conversation is in view. */
  seen(isSeen: boolean): void {
    this.isSeen = isSeen;
    if (isSeen) this.markSoon();
  }

  /** Loads the page before the first entry. */
  async earlier(): Promise<void> {
    const before = this.state.entries[0]?.seq ?? 1;
    const page = await this.page(`log?before=${String(before)}`);
    this.merge(page.entries, { isFirst: page.isFirst });
  }

  /** All that is kept of this visitor. */
  async transcript(): Promise<Blob> {
    return (await this.requests.call("transcript", { token: this.memory.token })).blob();
  }

  async file(fileId: string): Promise<Blob> {
    return (await this.requests.call(`files/${fileId}`, { token: this.memory.token })).blob();
  }

  /** Deletes the conversation, at the server and here. */
  async erase(): Promise<void> {
    try {
      await this.requests.call("conversation", { method: "DELETE", token: this.memory.token });
    } catch (error) {
      // Deleted from another tab or by the account: that is what was wanted.
      if (!(error instanceof ChatFailure) || error.code !== "SESSION_REFUSED") throw error;
    }
    this.keep([]);
    this.forget("erased");
  }

  private async resume(): Promise<void> {
    if (this.memory.token !== undefined) {
      try {
        const { entries, isFirst, marks, hasConsent, online, token } = await this.page("log");
        if (token !== undefined) this.memory.keepToken(token, identityId(this.identity));
        this.cursor = Math.max(this.cursor, entries.at(-1)?.seq ?? 0);
        this.merge(entries, { isFirst, marks, hasConsent, online });
      } catch (error) {
        if (error instanceof ChatFailure && error.code === "SESSION_REFUSED") this.forget();
        // The stream gives everything from the cursor on, as soon as it opens.
        else this.change({ connection: "lost" });
      }
      if (this.hasToken()) this.link.start();
    }
    void this.flush();
  }

  /** Asked anew: what failed in between may have ended it. */
  private hasToken(): boolean {
    return this.memory.token !== undefined;
  }

  private async page(path: string): Promise<LogPage> {
    return (await this.requests.json(path, { token: this.memory.token })) as LogPage;
  }

  private add(entry: PendingEntry): void {
    const { notice: _notice, ...state } = this.state;
    this.state = state;
    this.keep([...this.state.pending, entry]);
    void this.flush();
  }

  private keep(pending: readonly PendingEntry[]): void {
    this.memory.keepPending(pending);
    this.change({ pending });
  }

  /** Hands in what waits, one after the other: in the order in which it was written. */
  private async flush(): Promise<void> {
    if (this.flushing) return;
    this.flushing = true;
    let retryMs = 500;
    try {
      for (;;) {
        const next = this.state.pending.find(({ failed }) => failed === undefined);
        if (next === undefined) return;
        try {
          const seq = await this.handIn(next);
          retryMs = 500;
          this.handedIn(next, seq);
        } catch (error) {
          const failure = error instanceof ChatFailure ? error : new ChatFailure("REFUSED");
          if (failure.code === "SESSION_REFUSED") this.forget();
          else if (failure.isPassing) {
            await this.pause(failure.retryAfterMs ?? retryMs * (0.5 + Math.random() / 2));
            retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
          } else {
            if (failure.code === "IDENTITY_REFUSED") this.change({ notice: "signIn" });
            this.keep(this.state.pending.map((one) => (one.id === next.id ? { ...one, failed: failure.code } : one)));
          }
        }
      }
    } finally {
      this.flushing = false;
    }
  }

  private async handIn({ id, text, file, consent }: PendingEntry): Promise<number> {
    const token = await this.session();
    if (file === undefined) {
      const json = { id, text, ...(consent === undefined ? {} : { consent }) };
      return ((await this.requests.json("messages", { method: "POST", token, json })) as { seq: number }).seq;
    }
    const headers = {
      "content-type": "application/octet-stream",
      "x-chat-id": id,
      "x-chat-file-name": encodeURIComponent(file.name),
      ...(consent === undefined ? {} : { "x-chat-language": consent.language, "x-chat-consent": consent.wordingHash }),
    };
    return ((await this.requests.json("files", { method: "POST", token, file, headers })) as { seq: number }).seq;
  }

  /** The visitor's token; another tab may have got one meanwhile. */
  private async session(): Promise<string> {
    this.memory.load();
    if (this.memory.token === undefined) {
      const { identity, language } = this;
      const json = { language, ...(identity === undefined ? {} : { identity }) };
      const { token } = (await this.requests.json("sessions", { method: "POST", json })) as { token: string };
      this.memory.keepToken(token, identityId(identity));
      this.memory.keepPending(this.state.pending);
      this.cursor = 0;
      if (identity !== undefined) await this.resume();
    }
    return this.memory.token ?? "";
  }

  private handedIn({ id, atMs, text, file, consent }: PendingEntry, seq: number): void {
    const shown =
      file === undefined
        ? { text: text ?? "" }
        : { file: { fileId: id, name: file.name, contentType: file.type, sizeBytes: file.size } };
    this.memory.keepPending(this.state.pending.filter((one) => one.id !== id));
    this.change({ pending: this.state.pending.filter((one) => one.id !== id) });
    this.merge([{ seq, id, by: "visitor", atMs, ...shown }], consent === undefined ? {} : { hasConsent: true });
    this.link.start();
  }

  private take({ event, data }: StreamEvent): void {
    const value = natives.parse(data);
    if (event === "entry") {
      const entry = value as ChatEntry;
      this.cursor = Math.max(this.cursor, entry.seq);
      this.merge([entry], entry.by === "operator" ? { isTyping: false } : {});
      this.markSoon();
    } else if (event === "marks") this.merge([], { marks: value as ChatMarks });
    else if (event === "presence") this.change({ online: (value as { online: boolean }).online });
    else if (event === "erased") {
      this.keep([]);
      this.forget("erased");
    } else if (event === "typing") {
      this.change({ isTyping: true });
      natives.clearTimeout(this.typingTimer);
      this.typingTimer = natives.setTimeout(() => this.change({ isTyping: false }), TYPING_LASTS_MS);
    }
  }

  /** Each entry is there once, whichever way it came. */
  private merge(found: readonly ChatEntry[], further: Partial<ChatState>): void {
    const bySeq = new Map(this.state.entries.map((entry) => [entry.seq, entry]));
    for (const entry of found) if (!bySeq.has(entry.seq) || entry.by === "visitor") bySeq.set(entry.seq, entry);
    const entries = [...bySeq.values()].sort((left, right) => left.seq - right.seq);
    const own = new Set(entries.filter(({ by }) => by === "visitor").map(({ id }) => id));
    const pending = this.state.pending.filter(({ id }) => !own.has(id));
    if (pending.length !== this.state.pending.length) this.memory.keepPending(pending);
    this.change({ ...further, entries, pending });
  }

  /** The server does not know this visitor any more: another message begins another conversation. */
  private forget(notice?: "erased"): void {
    this.link.stop();
    this.starting = undefined;
    this.memory.keepToken(undefined);
    this.cursor = 0;
    const { config, online, pending } = this.state;
    this.state = { ...firstState, pending, online, ...(config === undefined ? {} : { config }) };
    this.change(notice === undefined ? {} : { notice });
  }

  private markSoon(): void {
    if (this.marksTimer !== undefined) return;
    this.marksTimer = natives.setTimeout(() => {
      this.marksTimer = undefined;
      const { marks, entries } = this.state;
      const end = entries.at(-1)?.seq ?? 0;
      const read = this.isSeen ? end : marks.readSeq;
      if (end <= marks.deliveredSeq && read <= marks.readSeq) return;
      const json = { delivered: end, read };
      this.requests
        .call("marks", { method: "POST", token: this.memory.token, json })
        .then(() => this.merge([], { marks: { ...this.state.marks, deliveredSeq: end, readSeq: read } }))
        // Said again with the next message, or when the connection is back.
        .catch(() => undefined);
    }, MARKS_AFTER_MS);
  }

  private change(changes: Partial<ChatState>): void {
    const state = { ...this.state, ...changes };
    const unread = state.entries.filter(({ by, seq }) => by === "operator" && seq > state.marks.readSeq).length;
    this.state = { ...state, unread };
    this.onChange();
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        natives.clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = natives.setTimeout(end, delayMs);
      this.wake = end;
    });
  }
}
