import type { ProviderManifest } from "../spec/manifest/provider-manifest.js";
import type { RefuseOperation } from "./refuse-operation.js";
import type { ChannelEgress } from "./channel-egress.js";

/** What a channel is opened with. */
export interface OpenChannelEgress {
  readonly manifest: ProviderManifest;
  readonly channelId: string;
  /** Validated with the provider's schema. */
  readonly settings: unknown;
  /** Aborted when the channel closes; closes its way out too. */
  readonly signal?: AbortSignal;
  /** Why an operation may not use one of its endpoints in this channel (residency); asked once for each, now. */
  readonly refuse?: RefuseOperation;
}

/** The only way out of the host (G5). Connections are shared by all channels that call the same origin. */
export interface Egress {
  /**
   * Opens no connection. Cheap enough for ten thousand channels: what they share is made once.
   * @throws {SettingsInvalidError} a setting would lead an endpoint somewhere else.
   * @throws {EgressRefusedError} an endpoint has a private address or speaks plain text, and the host does not allow it.
   */
  open(channel: OpenChannelEgress): ChannelEgress;
  /** Closes every channel and connection. A second call is harmless. */
  close(): Promise<void>;
}
