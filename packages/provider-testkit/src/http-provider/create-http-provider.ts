import { type ProviderV1, defineProvider } from "@plugboard/core/spec";
import { httpInbound } from "./http-inbound.js";
import { httpMessages } from "./http-messages.js";
import { httpProbe } from "./http-probe.js";
import { httpProviderCredentialsSchema } from "./http-provider-credentials.js";
import { httpProviderManifest } from "./http-provider-manifest.js";
import type { HttpProviderOptions } from "./http-provider-options.js";
import { httpProviderSettingsSchema } from "./http-provider-settings.js";

/**
 * A provider of text messages over plain HTTP: the smallest complete one, and the example to begin a new one from. It posts
 * `{ reference, to, from?, text, in_reply_to? }` to `{baseUrl}/messages` with the header `idempotency-key`, reads `{ id, received_at }`, and
 * takes Standard Webhooks with messages and statuses. {@link startHttpProviderServer} is its other side.
 * @throws {ManifestInvalidError} the options do not make a manifest.
 */
export function createHttpProvider(options: HttpProviderOptions = {}): ProviderV1 {
  const mode = options.idempotency ?? "key";
  return defineProvider({
    manifest: httpProviderManifest(options),
    settings: httpProviderSettingsSchema,
    credentials: httpProviderCredentialsSchema,
    open: (connection) => ({
      outboundMessages: httpMessages(connection, mode),
      inboundEvents: httpInbound(mode),
      probe: httpProbe(connection),
      close: () => Promise.resolve(),
    }),
  });
}
