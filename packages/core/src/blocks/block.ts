import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";
import { addressSchema } from "../spec/message/address.js";

const reasonSchema = z.string().min(1).max(1_000);

/** What stands from now on: nothing passes, or so many messages in so much time. */
const measureSchema = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("block") }),
    z.strictObject({
      kind: z.literal("limit"),
      messages: z.int().min(0).max(1_000_000_000),
      windowSeconds: z.int().min(1).max(31_536_000),
    }),
  ]),
);

/** What brought it about. A complaint says who made it and when; no address of a person belongs into it. */
const causeSchema = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("complaint"),
      /** Who complained: a provider, an authority, a recipient's ticket. */
      source: z.string().min(1).max(200),
      reference: z.string().min(1).max(200).optional(),
      receivedAt: instantSchema,
    }),
    z.strictObject({ kind: z.literal("suspicion") }),
    z.strictObject({ kind: z.literal("discretion") }),
  ]),
);

/** A block or limit as whoever runs the host places it (R20). */
export const blockOrderSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    subject: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("account") }),
      z.strictObject({ kind: z.literal("channel"), channelId: idSchema }),
      z.strictObject({ kind: z.literal("recipient"), address: addressSchema }),
    ]),
    measure: measureSchema,
    cause: causeSchema,
    reason: reasonSchema,
    act: actSchema,
  }),
);
export type BlockOrder = z.input<typeof blockOrderSchema>;

/** What the account says against it. */
export const refutationSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    blockId: idSchema,
    statement: z.string().min(1).max(10_000),
    /** Where the account's evidence lies: ids or addresses of documents. */
    evidence: z.array(z.string().min(1).max(1_000)).max(32).default([]),
    act: actSchema,
  }),
);
export type Refutation = z.input<typeof refutationSchema>;

/** What whoever runs the host decides. */
export const blockDecisionSchema = z.lazy(() =>
  z
    .strictObject({
      accountId: accountIdSchema,
      blockId: idSchema,
      decision: z.enum(["lifted", "upheld"]),
      /** What becomes of the messages it held: sent on their way again (only when lifted), taken back, or still held. A limit held none. */
      messages: z.enum(["release", "cancel", "keep"]),
      reason: reasonSchema,
      act: actSchema,
    })
    .refine(({ decision, messages }) => decision === "lifted" || messages !== "release", {
      error: "messages of a block that is upheld cannot be released",
      path: ["messages"],
    }),
);
export type BlockDecision = z.input<typeof blockDecisionSchema>;

/** A block as it is kept, with everything that was said and decided about it. Holds no address: a recipient stands by key. */
export const blockSchema = z.lazy(() =>
  z.strictObject({
    blockId: idSchema,
    accountId: accountIdSchema,
    subject: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("account") }),
      z.strictObject({ kind: z.literal("channel"), channelId: idSchema }),
      z.strictObject({
        kind: z.literal("recipient"),
        person: z.string(),
        /** References of the person's other addresses, since one was rectified. */
        others: z.array(z.string()).optional(),
      }),
    ]),
    measure: measureSchema,
    cause: causeSchema,
    reason: reasonSchema,
    placed: actSchema,
    placedAt: instantSchema,
    state: z.enum(["in-force", "lifted"]),
    refutations: z.array(
      z.strictObject({
        statement: z.string(),
        evidence: z.array(z.string()),
        act: actSchema,
        recordedAt: instantSchema,
      }),
    ),
    decisions: z.array(
      z.strictObject({
        decision: z.enum(["lifted", "upheld"]),
        messages: z.enum(["release", "cancel", "keep"]),
        reason: reasonSchema,
        act: actSchema,
        decidedAt: instantSchema,
      }),
    ),
  }),
);
export type Block = z.infer<typeof blockSchema>;

/** Under which references the blocked person is known; none where the block is of no person. */
export function blockedPeople({ subject }: Block): readonly string[] {
  return subject.kind === "recipient" ? [subject.person, ...(subject.others ?? [])] : [];
}
