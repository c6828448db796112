import { ChatBoard } from "./chat-board.js";
import type { ChatConfig } from "./chat-config.js";
import type { ChatEntry, ChatMarks, PendingEntry } from "./chat-entry.js";
import { ChatFailure } from "./chat-failure.js";
import type { ChatMemory } from "./chat-memory.js";
import type { ChatRequests } from "./chat-requests.js";
import type { ChatState } from "./chat-state.js";
import { EventLink } from "./event-link.js";
import { natives } from "./natives.js";
import { Outbox } from "./outbox.js";
import type { StreamEvent } from "./read-events.js";
import { ReadMarks } from "./read-marks.js";
import { RetryPause } from "./retry-pause.js";
import { TypingSigns } from "./typing-signs.js";

const FIRST_RETRY_MS = 500;
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
  private readonly board: ChatBoard;
  private readonly link: EventLink;
  private readonly outbox: Outbox;
  private readonly marks: ReadMarks;
  private readonly typingSigns: TypingSigns;
  private readonly pause = new RetryPause();
  private cursor = 0;
  private starting: Promise<void> | undefined;
  private configuring: Promise<void> | undefined;
  private isAway = false;

  constructor(
    private readonly requests: ChatRequests,
    private readonly memory: ChatMemory,
    private identity: string | undefined,
    private readonly language: string,
    onChange: () => void,
  ) {
    const board = new ChatBoard(memory, onChange);
    this.board = board;
    this.marks = new ReadMarks(requests, memory, board);
    this.typingSigns = new TypingSigns(requests, memory, board);
    this.outbox = new Outbox(requests, board, {
      token: () => this.session(),
      onHandedIn: () => this.link.start(),
      onRefused: () => this.forget(),
    });
    this.link = new EventLink(requests, {
      token: () => memory.token,
      cursor: () => this.cursor,
      take: (event) => this.take(event),
      connection: (connection, transport) => {
        board.change({ connection, ...(transport === undefined ? {} : { transport }) });
        if (connection === "open") this.marks.soon();
      },
      silent: () => void this.resume(),
      refused: () => this.forget(),
    });
    board.change({ pending: memory.pending });
  }

  get state(): ChatState {
    return this.board.state;
  }

  /** Whether there is a conversation to go on with. */
  get isKnown(): boolean {
    return this.memory.token !== undefined || this.memory.pending.length > 0;
  }

  /** The same person, signed anew. */
  signed(identity: string | undefined): void {
    this.identity = identity;
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
    this.memory.load();
    await this.configure();
    if (this.identity !== undefined && this.memory.token === undefined)
      await this.session().catch((error: unknown) => {
        if (error instanceof ChatFailure && error.code === "IDENTITY_REFUSED") this.board.change({ notice: "signIn" });
      });
    else if (this.identity === undefined && this.state.config?.requireIdentity === true)
      this.board.change({ notice: "signIn" });
  }

  stop(): void {
    this.isAway = true;
    this.link.stop();
    this.pause.end();
    this.outbox.hurry();
    this.starting = undefined;
  }

  /** The network came back, or the page is looked at again. */
  check(): void {
    this.isAway = false;
    this.memory.load();
    this.pause.end();
    this.link.check();
    this.outbox.hurry();
    if (this.starting === undefined && this.isKnown) void this.start();
    void this.configure();
    void this.outbox.flush();
  }

  drop(): void {
    this.link.drop();
  }

  /** Asks what the account has set, until it is told or the page is left: without it there is no name, and no consent to give. */
  private configure(): Promise<void> {
    this.configuring ??= this.askConfig().finally(() => (this.configuring = undefined));
    return this.configuring;
  }

  private async askConfig(): Promise<void> {
    for (let retryMs = FIRST_RETRY_MS; this.state.config === undefined && !this.isAway;) {
      try {
        const config = (await this.requests.json("config")) as ChatConfig;
        const { state, isKnown } = this;
        this.board.change({ config, online: config.online, connection: isKnown ? state.connection : "idle" });
      } catch {
        this.board.change({ connection: "lost" });
        await this.pause.wait(retryMs * (0.5 + Math.random() / 2));
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
      }
    }
  }

  send(text: string, consent?: PendingEntry["consent"]): void {
    this.outbox.add({ text, ...(consent === undefined ? {} : { consent }) });
  }

  sendFile(file: File, consent?: PendingEntry["consent"]): void {
    this.outbox.add({ file, ...(consent === undefined ? {} : { consent }) });
  }

  again(id: string, consent?: PendingEntry["consent"]): void {
    this.outbox.again(id, consent);
  }

  discard(id: string): void {
    this.outbox.discard(id);
  }

  /** That the visitor is writing. */
  typing(): void {
    this.typingSigns.say();
  }

  /** Whether the conversation is in view. */
  seen(isSeen: boolean): void {
    this.marks.seen(isSeen);
  }

  /** Loads the page before the first entry. */
  async earlier(): Promise<void> {
    const before = this.state.entries[0]?.seq ?? 1;
    const page = await this.page(`log?before=${String(before)}`);
    this.board.merge(page.entries, { isFirst: page.isFirst });
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
    this.erased();
  }

  private async resume(): Promise<void> {
    if (this.memory.token !== undefined) {
      try {
        const { entries, isFirst, marks, hasConsent, online, token } = await this.page("log");
        if (token !== undefined) this.memory.keepToken(token);
        const found = [...entries];
        const { cursor } = this;
        // It joins what is known, or what lies between is fetched too.
        for (let [first] = found; cursor > 0 && first !== undefined && first.seq > cursor + 1; [first] = found)
          found.unshift(...(await this.page(`log?before=${String(first.seq)}`)).entries);
        this.cursor = Math.max(this.cursor, found.at(-1)?.seq ?? 0);
        const isWhole = isFirst || (cursor > 0 && this.state.isFirst);
        this.board.merge(found, { isFirst: isWhole, marks, hasConsent, online });
        this.marks.soon();
      } catch (error) {
        if (error instanceof ChatFailure && error.code === "SESSION_REFUSED") this.forget();
        // The stream gives everything from the cursor on, as soon as it opens.
        else this.board.change({ connection: "lost" });
      }
      if (this.hasToken()) this.link.start();
    }
    void this.outbox.flush();
  }

  /** Asked anew: what failed in between may have ended it. */
  private hasToken(): boolean {
    return this.memory.token !== undefined;
  }

  private async page(path: string): Promise<LogPage> {
    return (await this.requests.json(path, { token: this.memory.token })) as LogPage;
  }

  /** The visitor's token; another tab may have got one meanwhile. */
  private async session(): Promise<string> {
    this.memory.load();
    if (this.memory.token === undefined) {
      const { identity, language } = this;
      const json = { language, ...(identity === undefined ? {} : { identity }) };
      const { token } = (await this.requests.json("sessions", { method: "POST", json })) as { token: string };
      this.memory.load();
      if (!this.hasToken()) this.memory.keepToken(token);
      this.cursor = 0;
      if (identity !== undefined) await this.resume();
    }
    return this.memory.token ?? "";
  }

  private take({ event, data }: StreamEvent): void {
    const value = natives.parse(data);
    if (event === "entry") {
      const entry = value as ChatEntry;
      this.cursor = Math.max(this.cursor, entry.seq);
      this.board.merge([entry], entry.by === "operator" ? { isTyping: false } : {});
      this.marks.soon();
    } else if (event === "marks") this.board.change({ marks: value as ChatMarks });
    else if (event === "presence") this.board.change({ online: (value as { online: boolean }).online });
    else if (event === "typing") this.typingSigns.heard();
    else if (event === "erased") this.erased();
  }

  private erased(): void {
    this.board.keep([]);
    this.forget("erased");
  }

  /** The server does not know this visitor any more: another message begins another conversation. */
  private forget(notice?: "erased"): void {
    this.link.stop();
    this.starting = undefined;
    this.memory.keepToken(undefined);
    this.cursor = 0;
    this.board.reset(notice);
  }
}
