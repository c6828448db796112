import * as z from "zod/mini";
import { softphoneEventSchema } from "./softphone-event.js";

const text = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest));

/** What the host asks of an operator's page, by verbs of the contract. */
const verbSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("answer") }),
  z.strictObject({ verb: z.literal("hold"), on: z.boolean() }),
  z.strictObject({ verb: z.literal("mute"), on: z.boolean() }),
  z.strictObject({ verb: z.literal("transfer"), to: text(320) }),
  z.strictObject({ verb: z.literal("send-digits"), digits: z.string().check(z.regex(/^[0-9A-D*#w]+$/)) }),
  z.strictObject({ verb: z.literal("hang-up"), reason: z.enum(["completed", "busy", "declined"]) }),
]);
export type GatewayVerb = z.infer<typeof verbSchema>;

/** `POST /api/calls`: an operator's page is to call somebody. The same `callId` again is the same call. */
export const gatewayCallSchema = z.strictObject({
  callId: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/)),
  operator: text(64),
  to: text(320),
  verbs: z.array(verbSchema),
});

/** The answer to it: the page was asked. */
export const gatewayTakenSchema = z.object({ callId: z.string() });

/** `POST /api/calls/{callId}/verbs`. */
export const gatewayVerbsSchema = z.strictObject({ verbs: z.array(verbSchema) });

/** What the gateway posts to the host: an operator's page says that this happened. */
export const gatewayReportSchema = z.strictObject({
  /** The host's id of a call it asked for; else operator and SIP Call-ID. */
  callId: text(256),
  operator: text(64),
  report: softphoneEventSchema,
});
export type GatewayReport = z.infer<typeof gatewayReportSchema>;

/** `GET /api/calls/{callId}`. */
export const gatewayStateSchema = z.object({
  callId: z.string(),
  state: z.enum(["begun", "offered", "ringing", "answered"]),
});
