import { z } from "zod";

/** A consent as it was given: which words, in which language, when (R14). */
export const givenConsentSchema = z.strictObject({
  purpose: z.string(),
  language: z.string(),
  wording: z.string(),
  /** SHA-256 of the wording in UTF-8, lower-case hex. */
  wordingHash: z.string(),
  atMs: z.int(),
});
export type GivenConsent = z.infer<typeof givenConsentSchema>;

/** What is kept of a visitor beside the messages. Positions are `seq` of the log: everything up to there. */
export const sessionRecordSchema = z.strictObject({
  /** Names the conversation where no person may be named: in the ids of its messages. */
  reference: z.string(),
  createdAtMs: z.int(),
  /** By the visitor or who answers, to the day. */
  usedAtMs: z.int().default(0),
  language: z.string(),
  identity: z.strictObject({ id: z.string(), name: z.string().optional(), email: z.string().optional() }).optional(),
  consent: givenConsentSchema.optional(),
  /** Messages of the visitor that the operator has read. */
  operatorReadSeq: z.int().default(0),
  /** Messages of the operator that reached the visitor's browser, and that were seen. */
  deliveredSeq: z.int().default(0),
  readSeq: z.int().default(0),
});
export type SessionRecord = z.infer<typeof sessionRecordSchema>;
