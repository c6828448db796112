import { z } from "zod";
import type { SendOutcomeInput } from "../outcome/send-outcome.js";
import { urlSchema } from "../url.js";

/**
 * What can be done with a call, in words every telephony provider has. Verbs given together run in order; a provider
 * declares a level per verb and the host refuses those it does not have.
 */
export const callVerbSchema = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("answer") }),
  z.strictObject({
    verb: z.literal("say"),
    text: z.string().min(1),
    language: z.string().max(35).optional(),
    voice: z.string().max(64).optional(),
  }),
  z.strictObject({ verb: z.literal("play"), url: urlSchema, loop: z.int().min(1).max(100).default(1) }),
  z.strictObject({
    verb: z.literal("gather"),
    input: z.array(z.enum(["digits", "speech"])).min(1),
    maxDigits: z.int().min(1).max(64).optional(),
    finishOnKey: z
      .string()
      .regex(/^[0-9*#]$/)
      .optional(),
    timeoutMs: z.int().min(500).max(120_000).default(5_000),
    language: z.string().max(35).optional(),
  }),
  z.strictObject({
    verb: z.literal("dial"),
    to: z.string().min(1).max(320),
    callerId: z.string().max(320).optional(),
    timeoutMs: z.int().min(1_000).default(30_000),
  }),
  z.strictObject({ verb: z.literal("transfer"), to: z.string().min(1).max(320) }),
  z.strictObject({ verb: z.literal("hold"), on: z.boolean() }),
  z.strictObject({ verb: z.literal("mute"), on: z.boolean() }),
  z.strictObject({
    verb: z.literal("record"),
    maxDurationMs: z.int().min(1_000).optional(),
    beep: z.boolean().default(false),
  }),
  z.strictObject({
    verb: z.literal("send-digits"),
    digits: z
      .string()
      .regex(/^[0-9A-D*#w]+$/)
      .max(64),
  }),
  z.strictObject({ verb: z.literal("queue"), name: z.string().min(1).max(64) }),
  z.strictObject({
    verb: z.literal("hang-up"),
    reason: z.enum(["completed", "busy", "declined"]).default("completed"),
  }),
]);
export type CallVerb = z.infer<typeof callVerbSchema>;

/** An outgoing call. `callId` of the receipt names the session in {@link CallEvent}. */
export interface CallRequestV1 {
  readonly transferId: string;
  readonly idempotencyKey: string;
  /** E.164 or a SIP address, kept exactly. */
  readonly to: string;
  readonly callerId?: string;
  /** Run when the call is answered. */
  readonly verbs: readonly CallVerb[];
  readonly ringTimeoutMs: number;
  readonly detectMachine: boolean;
}

/** Capability `calls`: sessions with a life of their own. Their events come through `inboundEvents`. */
export interface CallsV1 {
  /** `providerMessageId` of a `received` outcome is the call's id. */
  doCall(request: CallRequestV1): Promise<SendOutcomeInput>;
  /** Changes a live call. */
  doControl(request: { transferId: string; callId: string; verbs: readonly CallVerb[] }): Promise<SendOutcomeInput>;
  /**
   * Turns verbs into the provider's answer to an inbound-call webhook (TwiML, NCCO, scenario JSON).
   * Absent where an inbound call is controlled by `doControl` alone.
   */
  doAnswer?(verbs: readonly CallVerb[]): { contentType: string; body: string };
  /** Finds calls that were live when the host stopped. */
  doResume?(callIds: readonly string[]): Promise<readonly { callId: string; live: boolean }[]>;
}
