import type { LiveCredentialsV1, ProviderManifest, ProviderV1 } from "@plugboard/core/spec";
import type { ChannelPlace } from "../fixtures/channel-place.js";

/** How a stand differs from the usual one. */
export interface StandOptions {
  /** Instead of a simulator: where the channel leads. */
  readonly place?: ChannelPlace;
  /** Instead of the fixtures' credentials alone. */
  readonly credentials?: LiveCredentialsV1<unknown>;
  /** Parts of the manifest's limits. */
  readonly limits?: Partial<ProviderManifest["limits"]>;
  /** No operation takes longer. Milliseconds. @defaultValue 5,000 */
  readonly timeoutMs?: number;
  /** Instead of the provider under test. */
  readonly provider?: ProviderV1;
}
