import { z } from "zod";

const partySchema = z.object({ name: z.string().nullish(), number: z.string().nullish() });

/** What we read of a channel. */
export const channelSchema = z.object({
  id: z.string().min(1).max(256),
  state: z.string(),
  caller: partySchema.nullish(),
  dialplan: z
    .object({ exten: z.string().nullish(), app_name: z.string().nullish(), app_data: z.string().nullish() })
    .nullish(),
});
export type AriChannel = z.infer<typeof channelSchema>;

const recordingSchema = z.object({ name: z.string(), state: z.string().nullish(), duration: z.number().nullish() });
const at = { timestamp: z.string().nullish() };

/**
 * The exchange's events that mean something to us, and three of our own that stand beside them in the record: what digits were gathered, that
 * somebody else's part of a call is over, and that a call was not found any more.
 * @see https://github.com/asterisk/asterisk/blob/master/rest-api/api-docs/events.json
 */
export const ariEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("StasisStart"), ...at, channel: channelSchema, args: z.array(z.string()) }),
  z.object({ type: z.literal("ChannelStateChange"), ...at, channel: channelSchema }),
  z.object({ type: z.literal("ChannelDtmfReceived"), ...at, channel: channelSchema, digit: z.string() }),
  z.object({
    type: z.literal("ChannelDestroyed"),
    ...at,
    channel: channelSchema,
    cause: z.number(),
    tech_cause: z.number().nullish(),
  }),
  z.object({ type: z.literal("PlaybackFinished"), ...at, playback: z.object({ id: z.string() }) }),
  z.object({ type: z.literal("RecordingFinished"), ...at, recording: recordingSchema }),
  z.object({ type: z.literal("RecordingFailed"), ...at, recording: recordingSchema }),
  z.object({ type: z.literal("PlugboardDigits"), ...at, callId: z.string(), digits: z.string(), waits: z.boolean() }),
  z.object({
    type: z.literal("PlugboardVerbFinished"),
    ...at,
    callId: z.string(),
    verb: z.string(),
    waits: z.boolean(),
    /** `not-taken`: a transfer that the other side refused. */
    code: z.literal("not-taken").optional(),
  }),
  z.object({ type: z.literal("PlugboardGone"), ...at, callId: z.string() }),
]);
export type AriEvent = z.infer<typeof ariEventSchema>;
