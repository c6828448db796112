import type { ConnectionV1, InboundSinkV1, MailboxSyncV1 } from "@plugboard/core/spec";
import type { MailAccount } from "../account/mail-account.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import type { BackoffOptions } from "./backoff.js";
import { ImapMailbox } from "./imap-mailbox.js";
import type { MailboxLooks } from "./mailbox-looks.js";
import { MailListener } from "./mail-listener.js";
import { untilAborted } from "./until-aborted.js";

/** Follows the mailbox and listens, whichever the settings ask for. */
export class MailboxSync implements MailboxSyncV1 {
  constructor(
    private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
    private readonly account: MailAccount,
    private readonly backoff?: BackoffOptions,
    private readonly looks?: Partial<MailboxLooks>,
  ) {}

  async doSync(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    const { imap, listener } = this.connection.settings;
    const running: Promise<void>[] = [];
    if (imap !== undefined)
      running.push(new ImapMailbox(this.connection, imap, this.account, this.backoff, this.looks).follow(sink, signal));
    if (listener !== undefined)
      running.push(new MailListener(this.connection, listener, this.account, this.backoff).run(sink, signal));
    // A channel that only sends has nothing to follow.
    if (running.length === 0) await untilAborted(signal);
    await Promise.all(running);
  }
}
