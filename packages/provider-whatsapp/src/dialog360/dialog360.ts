import { defineProvider } from "@plugboard/core/spec";
import { cloudMessages } from "../cloud-api/cloud-messages.js";
import { cloudSignals } from "../cloud-api/cloud-signals.js";
import { cloudInbound } from "../cloud-api/inbound/cloud-inbound.js";
import { cloudMediaStore } from "../cloud-api/media/cloud-media-store.js";
import { dialog360CredentialsSchema } from "./dialog360-credentials.js";
import { dialog360Manifest } from "./dialog360-manifest.js";
import { dialog360Probe } from "./dialog360-probe.js";
import { dialog360Route } from "./dialog360-route.js";
import { dialog360SettingsSchema } from "./dialog360-settings.js";
import { dialog360Templates } from "./dialog360-templates.js";
import { dialog360WebhookRegistration } from "./dialog360-webhook-registration.js";

/** WhatsApp through 360dialog: Meta's Cloud API with their host, key and webhook. */
export const dialog360 = defineProvider({
  manifest: dialog360Manifest,
  settings: dialog360SettingsSchema,
  credentials: dialog360CredentialsSchema,
  open(connection) {
    const route = dialog360Route(connection);
    return {
      outboundMessages: cloudMessages(route),
      inboundEvents: cloudInbound({ phoneNumberId: connection.settings.phoneNumberId }),
      templates: dialog360Templates(route),
      media: cloudMediaStore(route),
      conversationSignals: cloudSignals(route),
      webhookRegistration: dialog360WebhookRegistration(route, connection),
      probe: dialog360Probe(route),
      close: () => Promise.resolve(),
    };
  },
});
