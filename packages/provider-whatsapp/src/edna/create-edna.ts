import { type ProviderV1, defineProvider } from "@plugboard/core/spec";
import { ednaMedia } from "./account/edna-media.js";
import { ednaProbe } from "./account/edna-probe.js";
import { ednaSubjectRights } from "./account/edna-subject-rights.js";
import { ednaTemplates } from "./account/edna-templates.js";
import { ednaWebhookRegistration } from "./account/edna-webhook-registration.js";
import { ednaCredentialsSchema } from "./edna-credentials.js";
import { ednaManifest } from "./edna-manifest.js";
import type { EdnaOptions } from "./edna-options.js";
import { ednaSettingsSchema } from "./edna-settings.js";
import { ednaInbound } from "./inbound/edna-inbound.js";
import { ednaMessages } from "./send/edna-messages.js";

/**
 * WhatsApp through edna Pulse, for an account whose webhooks come otherwise than usual; else use {@link edna}.
 * @see https://docs-pulse.edna.io/docs/api/messages/sending
 */
export function createEdna(options: EdnaOptions = {}): ProviderV1 {
  return defineProvider({
    manifest: ednaManifest(options),
    settings: ednaSettingsSchema,
    credentials: ednaCredentialsSchema,
    open: (connection) => ({
      outboundMessages: ednaMessages(connection),
      inboundEvents: ednaInbound(connection.settings),
      templates: ednaTemplates(connection),
      media: ednaMedia(connection),
      subjectRights: ednaSubjectRights(connection),
      webhookRegistration: ednaWebhookRegistration(connection),
      probe: ednaProbe(connection),
      close: () => Promise.resolve(),
    }),
  });
}
