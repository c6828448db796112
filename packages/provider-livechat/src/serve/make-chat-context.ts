import type { ConnectionV1 } from "@plugboard/core/spec";
import type { LivechatCredentials } from "../livechat-credentials.js";
import type { LivechatSettings } from "../livechat-settings.js";
import { ConversationSweep } from "../log/conversation-sweep.js";
import { VisitorLogs } from "../log/visitor-logs.js";
import { Presence } from "../signals/presence.js";
import { StreamHub } from "../stream/stream-hub.js";
import type { ChatContext } from "./chat-context.js";
import { TokenBucket } from "./token-bucket.js";

const TYPING_PER_MINUTE = 20;
const MEGABYTE = 1_048_576;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** One channel's own objects, from what the host hands it. */
export function makeChatContext(
  connection: Pick<
    ConnectionV1<LivechatSettings, LivechatCredentials>,
    "channelId" | "settings" | "credentials" | "records" | "clock" | "logger"
  >,
): ChatContext {
  const { channelId, settings, credentials, records, clock, logger } = connection;
  const logs = new VisitorLogs(records, clock);
  const keepDays = settings.keepDays ?? settings.sessionDays;
  const sweep = new ConversationSweep(records, logs, clock, logger, channelId, keepDays);
  const presence = new Presence(settings.presence, clock);
  const streams: StreamHub = new StreamHub(
    settings.limits,
    () => {
      logs.sweep();
      streams.presence(presence.isAttended);
    },
    presence.isAttended,
  );
  return {
    channelId,
    settings,
    records,
    logs,
    sweep,
    streams,
    presence,
    clock,
    logger,
    messageRate: new TokenBucket(settings.limits.messagesPerMinute),
    addressRates: [
      new TokenBucket(settings.limits.messagesPerHourAndAddress, HOUR_MS),
      new TokenBucket(settings.limits.messagesPerDayAndAddress, DAY_MS),
    ],
    sessionRate: new TokenBucket(settings.limits.sessionsPerMinuteAndAddress),
    typingRate: new TokenBucket(TYPING_PER_MINUTE),
    uploadRate: new TokenBucket(settings.limits.megabytesPerHourAndAddress * MEGABYTE, HOUR_MS),
    credentials: async () => {
      const { current, previous } = await credentials.resolve();
      return previous === undefined ? [current] : [current, previous];
    },
  };
}
