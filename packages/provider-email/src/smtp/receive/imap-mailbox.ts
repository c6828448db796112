import { type ConnectionV1, ContactCenterError, type InboundSinkV1 } from "@plugboard/core/spec";
import type { ImapFlow } from "imapflow";
import type { MailAccount } from "../account/mail-account.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { backoffMs, type BackoffOptions } from "./backoff.js";
import {
  firstCursor,
  type ImapCursor,
  type MailboxFacts,
  readImapCursor,
  resumeCursor,
  wholeCursor,
} from "./imap-cursor.js";
import { readImapFailure } from "./imap-failure.js";
import { ImapReader, type ReadingPace } from "./imap-reader.js";
import { LoginWatch } from "./login-watch.js";
import { MAILBOX_LOOKS, type MailboxLooks } from "./mailbox-looks.js";
import { MailboxNews } from "./mailbox-news.js";
import { type ImapSession, openImapClient } from "./open-imap-client.js";
import { pause } from "./pause.js";
import { requireSelectable } from "./require-selectable.js";
import { searchUids } from "./search-uids.js";

/** A connection that lived this long was a good one: the next failure is the first again. */
const STEADY_AFTER_MS = 60_000;
const DAY_MS = 86_400_000;
const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 1_000, maxMs: 300_000 };

/**
 * Follows one mailbox: reads what is new, waits for more (IDLE, or a look every two minutes where the server has none), comes back after
 * every failure, and goes on at the cursor.
 */
export class ImapMailbox {
  private readonly pace: ReadingPace = { singly: false };
  private readonly looks: MailboxLooks;

  constructor(
    private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
    private readonly imap: NonNullable<SmtpSettings["imap"]>,
    private readonly account: MailAccount,
    private readonly backoff: BackoffOptions = DEFAULT_BACKOFF,
    looks: Partial<MailboxLooks> = {},
  ) {
    this.looks = { ...MAILBOX_LOOKS, ...looks };
  }

  /** Runs until the signal aborts; it never gives up, because a password can be mended and a server comes back. */
  async follow(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      const startedMs = performance.now();
      try {
        await this.rememberStart(sink);
        await this.followOnce(sink, signal);
        // Another login or another mailbox took its place: no failure.
        failures = 0;
      } catch (error) {
        if (isAborted(signal)) return;
        const meaning = readImapFailure(error);
        sink.report({ state: "disconnected", ...meaning });
        this.connection.logger.warn("the mailbox cannot be read", { ...meaning, failures });
        if (performance.now() - startedMs > STEADY_AFTER_MS) failures = 0;
      }
      await pause(backoffMs(failures, this.backoff), signal);
    }
  }

  /** Resolves when the signal aborts, or when the login or the mailbox that the connection began with counts no more. */
  private async followOnce(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    // Before the login itself: one that changes in between is noticed.
    const owner = await this.account.owner();
    const { answerWithinMs } = this.looks;
    const session = await openImapClient(this.connection, this.imap, this.account, "fetch", answerWithinMs);
    const { client } = session;
    const end = () => {
      client.close();
    };
    signal.addEventListener("abort", end);
    const login = new LoginWatch(this.account, owner, this.looks.loginEveryMs, end);
    try {
      if (signal.aborted) return;
      const news = new MailboxNews(client);
      const reader = await this.openMailbox(session, sink);
      sink.report({ state: "connected" });
      // Before each reading: nothing is read with a login that was changed.
      let lookedAtMs = performance.now();
      while (!isAborted(signal) && !(await login.look())) {
        await reader.readNew(session, signal);
        await session.answered(() => news.wait(signal, this.looks.mailboxEveryMs), Infinity);
        if (performance.now() - lookedAtMs < this.looks.mailboxEveryMs) continue;
        const { uidValidity } = await this.examine(session);
        if (uidValidity !== reader.cursor.uidValidity) return;
        lookedAtMs = performance.now();
      }
    } catch (error) {
      if (login.isOver) return;
      throw ContactCenterError.isInstance(error) ? error : (session.failure() ?? error);
    } finally {
      login.stop();
      signal.removeEventListener("abort", end);
      client.close();
    }
  }

  /** Read-only: nothing in the account's mailbox is changed, not even the mark of having been read. */
  private examine({ client, answered }: ImapSession): Promise<MailboxFacts> {
    return answered(() => this.examineBy(client));
  }

  private async examineBy(client: ImapFlow): Promise<MailboxFacts> {
    const { mailbox } = this.imap;
    try {
      const { uidValidity, uidNext } = await client.mailboxOpen(mailbox, { readOnly: true });
      return { uidValidity: uidValidity.toString(), uidNext };
    } catch (error) {
      // Many a server says no more than no: imapflow asks then whether there is such a mailbox, and throws what says so.
      if (client.usable && (await client.status(mailbox, { uidValidity: true })) === false)
        await requireSelectable(client, mailbox);
      throw error;
    }
  }

  private async openMailbox(session: ImapSession, sink: InboundSinkV1): Promise<ImapReader> {
    const { mailbox, fromStart, maxMessageBytes } = this.imap;
    const facts = await this.examine(session);
    const cursorName = `imap:${mailbox}`;
    const stored = readImapCursor(await sink.readCursor(cursorName));
    let cursor: ImapCursor;
    if (stored !== undefined) cursor = resumeCursor(stored, facts, this.connection.clock.now());
    else cursor = fromStart ? wholeCursor(facts) : await this.firstCursor(session, facts, sink);
    if (cursor !== stored) await sink.writeCursor(cursorName, JSON.stringify(cursor));
    if (stored !== undefined && cursor.again !== undefined && stored.again === undefined)
      this.connection.logger.warn("the mailbox has new UIDs and is read again", { code: "UIDVALIDITY_CHANGED" });
    return new ImapReader({ mailbox, cursorName, maxMessageBytes }, sink, this.connection.logger, this.pace, cursor);
  }

  /** Kept before the server is asked for the first time: it may be away, and what arrives meanwhile is wanted. */
  private async rememberStart(sink: InboundSinkV1): Promise<void> {
    const name = `imap-start:${this.imap.mailbox}`;
    if (this.imap.fromStart || (await sink.readCursor(name)) !== undefined) return;
    await sink.writeCursor(name, String(this.connection.clock.now()));
  }

  private async firstCursor(session: ImapSession, facts: MailboxFacts, sink: InboundSinkV1): Promise<ImapCursor> {
    const kept = Number(await sink.readCursor(`imap-start:${this.imap.mailbox}`));
    const sinceMs = Number.isSafeInteger(kept) && kept > 0 ? kept : this.connection.clock.now();
    // SINCE knows days only, in the server's time zone (RFC 3501 §6.4.4): the reader looks at the instants.
    const uids = await searchUids(session, { since: new Date(sinceMs - DAY_MS) });
    return firstCursor(facts, sinceMs, uids.length === 0 ? undefined : Math.min(...uids));
  }
}

/** Read anew: the compiler takes the last answer for a lasting one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
