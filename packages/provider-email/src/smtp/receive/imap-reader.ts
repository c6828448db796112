import type { InboundSinkV1, LoggerV1 } from "@plugboard/core/spec";
import { contentKey } from "./content-key.js";
import { advanceCursor, type ImapCursor, isWanted } from "./imap-cursor.js";
import type { ImapSession } from "./open-imap-client.js";
import { MessageNotGiven } from "./message-not-given.js";
import { searchUids } from "./search-uids.js";

const MESSAGES_LISTED_AT_ONCE = 200;
const MESSAGES_FETCHED_AT_ONCE = 20;
const BYTES_FETCHED_AT_ONCE = 8_388_608;
/** A server may be in trouble for some minutes, which the pauses between connections add up to; one message holds the others up no longer. */
const ASKED_FOR_AT_MOST = 10;
/** imapflow's codes for an answer longer than allowed: the size announced was not true. */
const TOO_LARGE = new Set<unknown>(["LiteralTooLarge", "ResponseTooLarge"]);

interface Listed {
  readonly uid: number;
  readonly sizeBytes: number;
  readonly dateMs: number | undefined;
}

export interface ImapReaderOptions {
  readonly mailbox: string;
  readonly cursorName: string;
  readonly maxMessageBytes: number;
}

/** What is remembered from one connection to the next. */
export interface ReadingPace {
  /** After an answer that was too long: one message at a time, so that the one at fault is known. */
  singly: boolean;
  /** What its server did not give, and how often it was asked. */
  notGiven?: { readonly uid: number; readonly times: number };
}

/** Hands what is new in an open mailbox to the sink, oldest UID first, and moves the cursor behind each message with it. */
export class ImapReader {
  constructor(
    private readonly options: ImapReaderOptions,
    private readonly sink: InboundSinkV1,
    private readonly logger: LoggerV1,
    private readonly pace: ReadingPace,
    /** How far the mailbox was read. */
    public cursor: ImapCursor,
  ) {}

  /**
   * Reads until nothing is left.
   * @throws {StoreError} a message was not recorded; the cursor stands before it.
   */
  async readNew(session: ImapSession, signal: AbortSignal): Promise<void> {
    // "n:*" also matches the last message when it is older than n (RFC 3501 §6.4.8).
    const found = await searchUids(session, { uid: `${this.cursor.uid + 1}:*` });
    const uids = found.filter((uid) => uid > this.cursor.uid).sort((a, b) => a - b);
    for (let start = 0; start < uids.length; start += MESSAGES_LISTED_AT_ONCE) {
      const listed = await this.list(session, uids.slice(start, start + MESSAGES_LISTED_AT_ONCE));
      for (const group of this.groups(listed)) {
        if (signal.aborted) return;
        await this.fetch(session, group);
      }
    }
    this.pace.singly = false;
  }

  private async list({ client, answered }: ImapSession, uids: readonly number[]): Promise<Listed[]> {
    const query = { uid: true, size: true, internalDate: true };
    const messages = await answered(() => client.fetchAll(uids.join(","), query, { uid: true }));
    const byUid = new Map(messages.map((message) => [message.uid, message]));
    // One that is left out is asked for all the same: whether it is gone is seen then.
    return uids.map((uid) => {
      const { size = 0, internalDate } = byUid.get(uid) ?? {};
      return { uid, sizeBytes: size, dateMs: readDateMs(internalDate) };
    });
  }

  /** Messages in the order of their UIDs, as many at once as their sizes allow. */
  private *groups(listed: readonly Listed[]): Generator<Listed[]> {
    let group: Listed[] = [];
    let groupBytes = 0;
    for (const message of listed) {
      const full = group.length >= MESSAGES_FETCHED_AT_ONCE || groupBytes + message.sizeBytes > BYTES_FETCHED_AT_ONCE;
      if (group.length > 0 && (full || this.pace.singly)) {
        yield group;
        group = [];
        groupBytes = 0;
      }
      group.push(message);
      groupBytes += message.sizeBytes;
    }
    if (group.length > 0) yield group;
  }

  private async fetch(session: ImapSession, group: readonly Listed[]): Promise<void> {
    const wanted = group.filter((message) => this.isFetched(message)).map(({ uid }) => uid);
    const sources = await this.sources(session, group, wanted);
    const missing = wanted.filter((uid) => !sources.has(uid));
    // Gone meanwhile, or not given: NIL may mean either (RFC 2180 §4.1.2).
    const stillThere = new Set(missing.length === 0 ? [] : await searchUids(session, { uid: missing.join(",") }));
    let skipped = false;
    for (const message of group) {
      const source = sources.get(message.uid);
      const cursor = advanceCursor(this.cursor, message.uid, message.dateMs);
      if (source === undefined) {
        if (stillThere.has(message.uid)) this.giveUpOn(message.uid);
        this.cursor = cursor;
        skipped = true;
        continue;
      }
      await this.accept(message, source, cursor);
      this.cursor = cursor;
      skipped = false;
    }
    if (skipped) await this.writeCursor();
  }

  private async sources(
    session: ImapSession,
    group: readonly Listed[],
    wanted: readonly number[],
  ): Promise<ReadonlyMap<number, Buffer>> {
    const sources = new Map<number, Buffer>();
    if (wanted.length === 0) return sources;
    try {
      const query = { uid: true, source: true };
      const messages = await session.answered(() => session.client.fetchAll(wanted.join(","), query, { uid: true }));
      // NIL comes as `false`, whatever the type says.
      for (const { uid, source } of messages) if (Buffer.isBuffer(source)) sources.set(uid, source);
      return sources;
    } catch (error) {
      await this.blame(session.failure() ?? error, group);
      throw error;
    }
  }

  /** @throws {MessageNotGiven} it is asked for again, by the next connection; returns when it was asked for often enough. */
  private giveUpOn(uid: number): void {
    const { notGiven } = this.pace;
    const times = notGiven?.uid === uid ? notGiven.times + 1 : 1;
    this.pace.notGiven = { uid, times };
    if (times < ASKED_FOR_AT_MOST) throw new MessageNotGiven();
    this.logger.warn("a message in the mailbox was not given by its server and was passed over", {
      code: "MESSAGE_NOT_GIVEN",
      uid,
    });
  }

  private isFetched({ uid, sizeBytes, dateMs }: Listed): boolean {
    if (!isWanted(this.cursor, uid, dateMs)) return false;
    if (sizeBytes <= this.options.maxMessageBytes) return true;
    this.reportTooLarge(uid);
    return false;
  }

  private async accept({ uid, dateMs }: Listed, source: Buffer, cursor: ImapCursor): Promise<void> {
    const { mailbox, cursorName } = this.options;
    await this.sink.accept({
      deduplicationKey: contentKey("imap", source, () => `imap:${cursor.uidValidity}:${uid}`),
      contentType: "message/rfc822",
      body: source,
      attributes: {
        via: "imap",
        mailbox,
        ...(dateMs === undefined ? {} : { receivedAt: new Date(dateMs).toISOString() }),
      },
      cursor: { name: cursorName, value: JSON.stringify(cursor) },
    });
  }

  /** An answer longer than announced ends the connection; the message it belongs to is passed over on the next one. */
  private async blame(error: unknown, group: readonly Listed[]): Promise<void> {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (!TOO_LARGE.has(code)) return;
    const [only, second] = group;
    this.pace.singly = true;
    if (only === undefined || second !== undefined) return;
    this.reportTooLarge(only.uid);
    this.cursor = advanceCursor(this.cursor, only.uid, only.dateMs);
    await this.writeCursor();
    this.pace.singly = false;
  }

  private async writeCursor(): Promise<void> {
    await this.sink.writeCursor(this.options.cursorName, JSON.stringify(this.cursor));
  }

  private reportTooLarge(uid: number): void {
    const { maxMessageBytes } = this.options;
    this.logger.warn("a message in the mailbox is too large and was passed over", {
      code: "MESSAGE_TOO_LARGE",
      uid,
      maxMessageBytes,
    });
  }
}

function readDateMs(value: Date | string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = typeof value === "string" ? Date.parse(value) : value.getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
