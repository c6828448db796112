import type { ClockV1, LoggerV1, RecordsV1 } from "@plugboard/core/spec";
import type { LivechatCredentials } from "../livechat-credentials.js";
import type { LivechatSettings } from "../livechat-settings.js";
import type { ConversationSweep } from "../log/conversation-sweep.js";
import type { VisitorLogs } from "../log/visitor-logs.js";
import type { Presence } from "../signals/presence.js";
import type { StreamHub } from "../stream/stream-hub.js";
import type { TokenBucket } from "./token-bucket.js";

/** All a request of a visitor is answered with. */
export interface ChatContext {
  readonly channelId: string;
  readonly settings: LivechatSettings;
  readonly records: RecordsV1;
  readonly logs: VisitorLogs;
  readonly sweep: ConversationSweep;
  readonly streams: StreamHub;
  readonly presence: Presence;
  readonly clock: ClockV1;
  readonly logger: LoggerV1;
  readonly messageRate: TokenBucket;
  /** By address: of an hour, and of a day. */
  readonly addressRates: readonly TokenBucket[];
  readonly sessionRate: TokenBucket;
  readonly typingRate: TokenBucket;
  /** Bytes of files. */
  readonly uploadRate: TokenBucket;
  /** The secrets in force; the first one signs. */
  credentials(): Promise<readonly [LivechatCredentials, ...LivechatCredentials[]]>;
}
