import { defineProvider } from "@plugboard/core/spec";
import { twilioMedia } from "./account/twilio-media.js";
import { twilioProbe } from "./account/twilio-probe.js";
import { twilioSubjectRights } from "./account/twilio-subject-rights.js";
import { twilioCalls } from "./calls/twilio-calls.js";
import { twilioInbound } from "./inbound/twilio-inbound.js";
import { twilioMessages } from "./sms/twilio-messages.js";
import { twilioCredentialsSchema } from "./twilio-credentials.js";
import { twilioManifest } from "./twilio-manifest.js";
import { twilioSettingsSchema } from "./twilio-settings.js";

/**
 * Calls and SMS through Twilio's Programmable Voice and Messaging.
 * @see https://www.twilio.com/docs/voice
 */
export const twilio = defineProvider({
  manifest: twilioManifest,
  settings: twilioSettingsSchema,
  credentials: twilioCredentialsSchema,
  open: (connection) => ({
    outboundMessages: twilioMessages(connection),
    inboundEvents: twilioInbound(connection.settings),
    calls: twilioCalls(connection),
    media: twilioMedia(connection),
    subjectRights: twilioSubjectRights(connection),
    probe: twilioProbe(connection),
    close: () => Promise.resolve(),
  }),
});
