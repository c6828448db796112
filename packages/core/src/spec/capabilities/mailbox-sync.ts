/** What the host does with deliveries that a provider fetches or receives by itself. */
export interface InboundSinkV1 {
  /**
   * Records one delivery. Resolves when it is durable: only then may the provider acknowledge it (answer 250, move its cursor).
   * A delivery with a known `deduplicationKey` resolves with `duplicate: true` and is not delivered again. `cursor` is stored in the
   * same commit.
   * @throws {StoreUnavailableError} not recorded; ask the other side to try again.
   */
  accept(delivery: InboundDelivery): Promise<{ duplicate: boolean }>;
  /** The cursor stored last under this name; `undefined` at first. */
  readCursor(name: string): Promise<string | undefined>;
  /** Stores a cursor without a delivery (e.g. a skipped message). */
  writeCursor(name: string, value: string): Promise<void>;
  /** Tells the host how the connection is: feeds the availability report, not a log. */
  report(health: {
    state: "connected" | "disconnected";
    party?: "provider" | "network" | "account" | "host";
    code?: string;
  }): void;
}

export interface InboundDelivery {
  /** The same for every delivery of the same thing: `"imap:<uidvalidity>:<uid>"`. */
  readonly deduplicationKey: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Small facts from the transport (envelope recipient, mailbox), for `doParse`. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly cursor?: { readonly name: string; readonly value: string };
}

/**
 * Capability `mailboxSync`: keeps a connection open and hands what arrives to the sink: IMAP with IDLE, an SMTP or LMTP listener, a
 * streaming API.
 */
export interface MailboxSyncV1 {
  /**
   * Runs until the signal aborts. Reconnects by itself with backoff and resumes at the cursor. Rejects only when it can never work
   * (credentials refused for good, settings wrong); the host reports that and starts it again on the next activation.
   */
  doSync(sink: InboundSinkV1, signal: AbortSignal): Promise<void>;
}
