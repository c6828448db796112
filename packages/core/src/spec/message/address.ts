import { z } from "zod";

/**
 * What an address is: `email` (RFC 5321 mailbox), `phone` (E.164, kept exactly), `handle` (a provider's own user id), `session`
 * (a visitor of a form or chat).
 */
export const addressKindSchema = z.enum(["email", "phone", "handle", "session"]);
export type AddressKind = z.infer<typeof addressKindSchema>;

/** No control characters, so that an address or a name can never end a header line (RFC 5321 §4.1.2, FAULTS G). */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const SINGLE_LINE = /^[^\u0000-\u001f\u007f\u0085\u2028\u2029]*$/;
export const singleLineSchema = z.string().regex(SINGLE_LINE, { error: "contains a line break or control character" });

const EMAIL = /^[^\s@<>()[\],;:\\"]{1,64}@[^\s@<>()[\],;:\\"]{1,255}$/u;
const PHONE = /^\+[1-9][0-9]{1,14}$/;

/** One address with its kind. The value is carried exactly as given. */
export const addressSchema = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("email"),
      value: singleLineSchema.max(320).regex(EMAIL, { error: "expected a mail address: name@host" }),
      name: singleLineSchema.max(256).optional(),
    }),
    z.strictObject({
      kind: z.literal("phone"),
      value: z.string().regex(PHONE, { error: "expected a number as E.164 has it: + and up to 15 digits" }),
      name: singleLineSchema.max(256).optional(),
    }),
    z.strictObject({
      kind: z.literal("handle"),
      value: singleLineSchema.min(1).max(256),
      name: singleLineSchema.max(256).optional(),
    }),
    z.strictObject({
      kind: z.literal("session"),
      value: singleLineSchema.min(1).max(256),
      name: singleLineSchema.max(256).optional(),
    }),
  ]),
);
export type Address = z.infer<typeof addressSchema>;

/** A recipient in an e-mail may be a visible or a blind copy; elsewhere the role is `to`. */
export const recipientSchema = z.lazy(() =>
  z.strictObject({
    address: addressSchema,
    role: z.enum(["to", "cc", "bcc"]).default("to"),
  }),
);
export type Recipient = z.infer<typeof recipientSchema>;
