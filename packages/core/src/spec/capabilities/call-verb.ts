import { z } from "zod";
import { urlSchema } from "../url.js";

/** Each verb by its name, as a manifest gives it a level. */
export const callVerbNameSchema = z.enum([
  "answer",
  "say",
  "play",
  "gather",
  "dial",
  "transfer",
  "hold",
  "mute",
  "record",
  "send-digits",
  "queue",
  "hang-up",
]);
export type CallVerbName = z.infer<typeof callVerbNameSchema>;

/**
 * Who is called, kept exactly: a phone number in E.164 (`+…`), a SIP address (`sip:`, `sips:`), or the provider's own name of a
 * line (`client:alice`, `PJSIP/alice`).
 */
export const callDestinationSchema = z
  .string()
  .min(1)
  .max(320)
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  .regex(/^[^\u0000-\u0020\u007f-\u009f\u2028\u2029\ufffe\uffff\p{Surrogate}]+$/u, {
    error: "contains a space, line break, control character or half a character",
  });

/** What no markup can carry, and nobody can say: control characters, halves of characters (XML 1.0 §2.2). */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const SPOKEN = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]*$/u;

/** A language or a voice by its name, in letters, digits and the signs between them. */
const tagSchema = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\p{L}\p{N}._: +()-]+$/u);

const saySchema = z.lazy(() =>
  z.strictObject({
    verb: z.literal("say"),
    /** Said as it is: markup in it is text. */
    text: z.string().min(1).max(4_096).regex(SPOKEN, { error: "contains a control character or half a character" }),
    /** BCP 47: `"de-DE"`. */
    language: tagSchema(35).optional(),
    /** A voice by the provider's name of it. */
    voice: tagSchema(64).optional(),
  }),
);

const playSchema = z.lazy(() =>
  z.strictObject({
    verb: z.literal("play"),
    url: urlSchema.regex(SPOKEN, { error: "contains half a character" }),
    loop: z.int().min(1).max(100).default(1),
  }),
);

/**
 * What can be done with a call, in words every telephony provider has. Verbs given together run in order; a provider
 * declares a level per verb and the host refuses those it does not have.
 *
 * A verb that waits for the person (`gather`, `record`, `dial`) ends with an event; where the provider asks what comes next
 * (`awaitsVerbs`), the verbs after it in the same list run if the host has nothing else to say.
 *
 * The end of a list is the same with every provider that speaks in the call (`manifest.calls.afterLastVerb` is `asks`): the call asks what comes next,
 * with `verb-finished`, and ends when the host has nothing more for it. Two verbs keep it as the last of a list: after `answer` it is silent for up to a
 * minute, in which `calls.control` may give it verbs, before it ends so; on `hold` it stays. A call begun without verbs is one that was only answered. `transfer`,
 * `queue` and `hang-up` ask nothing; but for a `transfer` that nobody took: where the provider hears of it, the call is still here and asks, so that nobody is
 * dropped because a colleague is busy.
 */
export const callVerbSchema = z.lazy(() =>
  z.discriminatedUnion("verb", [
    z.strictObject({ verb: z.literal("answer") }),
    saySchema,
    playSchema,
    z.strictObject({
      verb: z.literal("gather"),
      input: z.array(z.enum(["digits", "speech"])).min(1),
      /** Heard while the person may already answer. */
      prompt: z
        .array(z.discriminatedUnion("verb", [saySchema, playSchema]))
        .max(8)
        .optional(),
      maxDigits: z.int().min(1).max(64).optional(),
      finishOnKey: z
        .string()
        .regex(/^[0-9*#]$/)
        .optional(),
      timeoutMs: z.int().min(500).max(120_000).default(5_000),
      language: tagSchema(35).optional(),
    }),
    z.strictObject({
      /** Calls somebody else and joins the two. */
      verb: z.literal("dial"),
      to: callDestinationSchema,
      callerId: z
        .string()
        .max(320)
        .regex(SPOKEN, { error: "contains a control character or half a character" })
        .optional(),
      timeoutMs: z.int().min(1_000).max(600_000).default(30_000),
    }),
    /** Hands the call to somebody else; this side leaves. */
    z.strictObject({ verb: z.literal("transfer"), to: callDestinationSchema }),
    z.strictObject({ verb: z.literal("hold"), on: z.boolean() }),
    z.strictObject({ verb: z.literal("mute"), on: z.boolean() }),
    z.strictObject({
      verb: z.literal("record"),
      /** `message`: what the person says now, until `finishOnKey` or the end; `call`: both sides, from now on, while other verbs run. */
      mode: z.enum(["message", "call"]).default("message"),
      maxDurationMs: z.int().min(1_000).max(14_400_000).optional(),
      finishOnKey: z
        .string()
        .regex(/^[0-9*#]$/)
        .optional(),
      beep: z.boolean().default(false),
    }),
    z.strictObject({
      verb: z.literal("send-digits"),
      /** `w` waits half a second. */
      digits: z
        .string()
        .regex(/^[0-9A-D*#w]+$/)
        .max(64),
    }),
    z.strictObject({ verb: z.literal("queue"), name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/) }),
    z.strictObject({
      verb: z.literal("hang-up"),
      /** `busy` and `declined` refuse a call that was not answered. */
      reason: z.enum(["completed", "busy", "declined"]).default("completed"),
    }),
  ]),
);
export type CallVerb = z.infer<typeof callVerbSchema>;
/** As callers write it: defaults may be left out. */
export type CallVerbInput = z.input<typeof callVerbSchema>;
