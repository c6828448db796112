import { defineProvider } from "@plugboard/core/spec";
import { twilioMedia } from "./account/twilio-media.js";
import { twilioProbe } from "./account/twilio-probe.js";
import { twilioSignals } from "./account/twilio-signals.js";
import { twilioSubjectRights } from "./account/twilio-subject-rights.js";
import { twilioTemplates } from "./account/twilio-templates.js";
import { twilioWebhookRegistration } from "./account/twilio-webhook-registration.js";
import { twilioInbound } from "./inbound/twilio-inbound.js";
import { twilioMessages } from "./send/twilio-messages.js";
import { twilioCredentialsSchema } from "./twilio-credentials.js";
import { twilioManifest } from "./twilio-manifest.js";
import { twilioSettingsSchema } from "./twilio-settings.js";

/**
 * WhatsApp through Twilio's Programmable Messaging.
 * @see https://www.twilio.com/docs/whatsapp/api
 */
export const twilio = defineProvider({
  manifest: twilioManifest,
  settings: twilioSettingsSchema,
  credentials: twilioCredentialsSchema,
  open: (connection) => ({
    outboundMessages: twilioMessages(connection),
    inboundEvents: twilioInbound(connection.settings),
    templates: twilioTemplates(connection),
    media: twilioMedia(connection),
    subjectRights: twilioSubjectRights(connection),
    conversationSignals: twilioSignals(connection),
    webhookRegistration: twilioWebhookRegistration(connection),
    probe: twilioProbe(connection),
    close: () => Promise.resolve(),
  }),
});
