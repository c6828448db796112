import type { z } from "zod";
import type { ConnectionV1 } from "./connection/connection.js";
import type { ProviderManifest } from "./manifest/provider-manifest.js";
import type { ProviderInstanceV1 } from "./provider-instance.js";

/** A provider: a manifest (data) and an implementation (functions). Made by {@link defineProvider}. */
export interface ProviderV1 {
  readonly specificationVersion: "v1";
  readonly manifest: ProviderManifest;
  /** Settings and credentials are checked with these before `open` sees them. */
  readonly settingsSchema: z.ZodType;
  readonly credentialsSchema: z.ZodType;
  /** Opens a channel. Opens no connection yet: the first operation does. */
  open(connection: ConnectionV1): ProviderInstanceV1 | Promise<ProviderInstanceV1>;
}
