import { z } from "zod";

const instantMsSchema = z.number().int();

/** How far a mailbox was read. Stored in the same commit as the message it stands behind. */
export const imapCursorSchema = z.strictObject({
  /** The mailbox's UIDVALIDITY; with another one, UIDs mean nothing (RFC 3501 §2.3.1.1). */
  uidValidity: z.string(),
  /** The last UID that was read or skipped. */
  uid: z.int().min(0),
  /** The newest INTERNALDATE read so far. Milliseconds since the epoch. */
  dateMs: instantMsSchema,
  /** Older messages were there before activation and were not asked for. Milliseconds since the epoch; 0: all were. */
  startMs: instantMsSchema,
  /** In a mailbox that is new, or whose UIDs are: up to this UID, only messages that are not older than this count. */
  again: z.strictObject({ untilUid: z.int().min(0), sinceMs: instantMsSchema }).optional(),
});
export type ImapCursor = z.infer<typeof imapCursorSchema>;

/** What a mailbox says when it is opened. */
export interface MailboxFacts {
  readonly uidValidity: string;
  readonly uidNext: number;
}

/** Between our clock and the server's. */
const CLOCK_MARGIN_MS = 600_000;
/** How far back the host is trusted to know a message by its bytes: half of the 14 days it remembers them. */
const REMEMBERED_MS = 7 * 86_400_000;

/** INTERNALDATE has whole seconds. */
const DATE_STEP_MS = 1_000;

/** Where to begin in a mailbox that is wanted as a whole. */
export function wholeCursor({ uidValidity }: MailboxFacts): ImapCursor {
  return { uidValidity, uid: 0, dateMs: 0, startMs: 0 };
}

/**
 * Where to begin in a mailbox never read before: with what came since it was to be followed, which can be long ago when its server was away.
 * @param followedSinceMs - when the mailbox was to be followed for the first time.
 * @param oldestUid - of the messages that may be that young; none: nothing is.
 */
export function firstCursor(mailbox: MailboxFacts, followedSinceMs: number, oldestUid: number | undefined): ImapCursor {
  const { uidValidity, uidNext } = mailbox;
  const untilUid = Math.max(0, uidNext - 1);
  const uid = oldestUid === undefined ? untilUid : Math.min(untilUid, oldestUid - 1);
  const cursor = { uidValidity, uid, dateMs: followedSinceMs, startMs: followedSinceMs - CLOCK_MARGIN_MS };
  if (uid === untilUid) return cursor;
  return { ...cursor, again: { untilUid, sinceMs: followedSinceMs - DATE_STEP_MS } };
}

/**
 * Where to go on: at the cursor, or, when the UIDs are new ones, from the start with the dates as the guide. What is newer than the newest
 * message read is new. What is not was read, and may have been overtaken by a message with a later date only lately: so the last days are
 * read again, and what was delivered in them is known by its bytes.
 */
export function resumeCursor(stored: ImapCursor, mailbox: MailboxFacts, nowMs: number): ImapCursor {
  if (stored.uidValidity === mailbox.uidValidity) return stored;
  const sinceMs = Math.max(stored.startMs, Math.min(nowMs - REMEMBERED_MS, stored.dateMs + 1));
  return {
    uidValidity: mailbox.uidValidity,
    uid: 0,
    dateMs: stored.dateMs,
    startMs: stored.startMs,
    again: { untilUid: Math.max(0, mailbox.uidNext - 1), sinceMs: stored.again?.sinceMs ?? sinceMs },
  };
}

/** The cursor behind a message. */
export function advanceCursor(cursor: ImapCursor, uid: number, internalDateMs: number | undefined): ImapCursor {
  const { again, ...rest } = cursor;
  return {
    ...rest,
    uid: Math.max(cursor.uid, uid),
    dateMs: Math.max(cursor.dateMs, internalDateMs ?? cursor.dateMs),
    ...(again === undefined || uid >= again.untilUid ? {} : { again }),
  };
}

/** False for a message that was read, or was not asked for, before the UIDs changed. */
export function isWanted(cursor: ImapCursor, uid: number, internalDateMs: number | undefined): boolean {
  if (cursor.again === undefined || uid > cursor.again.untilUid || internalDateMs === undefined) return true;
  return internalDateMs >= cursor.again.sinceMs;
}

/** Reads a stored cursor; `undefined` for one that was never written or is of a form of the future. */
export function readImapCursor(stored: string | undefined): ImapCursor | undefined {
  if (stored === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(stored);
    return imapCursorSchema.safeParse(value).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
