import { defineProvider } from "@plugboard/core/spec";
import { MailAccount } from "./account/mail-account.js";
import { SmtpMessages } from "./send/smtp-messages.js";
import { smtpCredentialsSchema } from "./smtp-credentials.js";
import { smtpManifest } from "./smtp-manifest.js";
import { smtpSettingsSchema } from "./smtp-settings.js";

/** Any mail server: sends by SMTP, receives by IMAP or by a listener of its own (SMTP, LMTP). */
export const smtp = defineProvider({
  manifest: smtpManifest,
  settings: smtpSettingsSchema,
  credentials: smtpCredentialsSchema,
  open(connection) {
    const messages = new SmtpMessages(connection, new MailAccount(connection));
    return {
      outboundMessages: messages,
      close: async () => {
        messages.close();
      },
    };
  },
});
