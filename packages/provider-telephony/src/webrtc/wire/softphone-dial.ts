import * as z from "zod/mini";

/** What a page asks before it dials, or gives a call to somebody. */
export const softphoneDialSchema = z.strictObject({
  /** As the operator wrote it. */
  to: z.string().check(z.minLength(1), z.maxLength(320)),
  /** The host's command that it follows. */
  commandId: z.optional(z.string().check(z.maxLength(200))),
});

/** The answer: what to dial, and the proof that it was allowed. */
export const softphonePermitSchema = z.object({
  address: z.string(),
  /** For the header `X-Plugboard-Permit` of the INVITE: the SIP server can check it. */
  permit: z.optional(z.string().check(z.regex(/^[^\r\n]+$/))),
});
export type SoftphonePermit = z.infer<typeof softphonePermitSchema>;

/** The answer when a rule of the host says no: which, and in words. */
export const softphoneDialRefusedSchema = z.object({ code: z.string(), reason: z.string() });
