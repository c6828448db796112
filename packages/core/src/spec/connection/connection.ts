import type { ClockV1 } from "./clock.js";
import type { CredentialsV1 } from "./credentials.js";
import type { HttpClientV1 } from "./http-client.js";
import type { LoggerV1 } from "./logger.js";
import type { RecordsV1 } from "./records.js";
import type { SocketsV1 } from "./sockets.js";

/**
 * All a plugin is handed when a channel opens: the channel's validated settings and the few objects it works with. It sees no
 * container, no store but its own records, no other channel.
 */
export interface ConnectionV1<Settings = unknown, Credentials = unknown> {
  readonly channelId: string;
  readonly accountId: string;
  /** Which of the manifest's channel kinds this channel is. */
  readonly channelKind: string;
  readonly settings: Settings;
  readonly credentials: CredentialsV1<Credentials>;
  readonly http: HttpClientV1;
  readonly sockets: SocketsV1;
  /** Durable records of this channel alone. */
  readonly records: RecordsV1;
  readonly clock: ClockV1;
  readonly logger: LoggerV1;
  /** Aborted when the channel closes. */
  readonly signal: AbortSignal;
}
