/** How often a connection that waits for mail looks whether it still waits for the right thing, and how long it waits for an answer. */
export interface MailboxLooks {
  /** Whether the login it began with still counts. Milliseconds. */
  readonly loginEveryMs: number;
  /** Whether the mailbox it has open is still the one of that name: after a renaming a server goes on with the renamed one. Milliseconds. */
  readonly mailboxEveryMs: number;
  /** What a server has to answer in, as long as it gives little. Milliseconds. */
  readonly answerWithinMs: number;
}

export const MAILBOX_LOOKS: MailboxLooks = { loginEveryMs: 30_000, mailboxEveryMs: 300_000, answerWithinMs: 300_000 };
