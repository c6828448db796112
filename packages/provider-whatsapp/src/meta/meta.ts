import { defineProvider } from "@plugboard/core/spec";
import { cloudMessages } from "../cloud-api/cloud-messages.js";
import { cloudSignals } from "../cloud-api/cloud-signals.js";
import { cloudInbound } from "../cloud-api/inbound/cloud-inbound.js";
import { cloudMediaStore } from "../cloud-api/media/cloud-media-store.js";
import { metaCredentialsSchema } from "./meta-credentials.js";
import { metaHandshake } from "./meta-handshake.js";
import { metaManifest } from "./meta-manifest.js";
import { metaProbe } from "./meta-probe.js";
import { metaRoute } from "./meta-route.js";
import { metaSettingsSchema } from "./meta-settings.js";
import { metaTemplates } from "./meta-templates.js";
import { metaWebhookRegistration } from "./meta-webhook-registration.js";

/** WhatsApp through Meta's own Cloud API. */
export const meta = defineProvider({
  manifest: metaManifest,
  settings: metaSettingsSchema,
  credentials: metaCredentialsSchema,
  open(connection) {
    const { settings } = connection;
    const route = metaRoute(connection);
    return {
      outboundMessages: cloudMessages(route),
      inboundEvents: { ...cloudInbound(settings), doHandshake: metaHandshake(connection) },
      templates: metaTemplates(route, settings),
      media: cloudMediaStore(route),
      conversationSignals: cloudSignals(route),
      webhookRegistration: metaWebhookRegistration(route, connection),
      probe: metaProbe(route, settings),
      close: () => Promise.resolve(),
    };
  },
});
