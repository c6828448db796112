import { defineProvider } from "@plugboard/core/spec";
import { MailAccount } from "./account/mail-account.js";
import { SmtpProbe } from "./probe/smtp-probe.js";
import { MailEvents } from "./receive/mail-events.js";
import { MailboxSync } from "./receive/mailbox-sync.js";
import { SharedMailParser } from "./receive/shared-mail-parser.js";
import { SmtpMessages } from "./send/smtp-messages.js";
import { smtpCredentialsSchema } from "./smtp-credentials.js";
import { smtpManifest } from "./smtp-manifest.js";
import { smtpSettingsSchema } from "./smtp-settings.js";

/** Threads that read mail, for all channels together. */
const parsers = new SharedMailParser({ workerCount: 2 });

/** Any mail server: sends by SMTP, receives by IMAP or by a listener of its own (SMTP, LMTP). */
export const smtp = defineProvider({
  manifest: smtpManifest,
  settings: smtpSettingsSchema,
  credentials: smtpCredentialsSchema,
  open(connection) {
    const account = new MailAccount(connection);
    const parser = parsers.use();
    const messages = new SmtpMessages(connection, account);
    return {
      outboundMessages: messages,
      inboundEvents: new MailEvents(parser, connection.settings.from.address),
      mailboxSync: new MailboxSync(connection, account),
      probe: new SmtpProbe(connection, account),
      close: async () => {
        messages.close();
        await parser.close();
      },
    };
  },
});
