import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { channelKindSchema } from "../spec/channel-kind.js";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";
import { legalBasisSchema } from "../spec/message/outbound-message.js";
import { addressSchema } from "../spec/message/address.js";

const purposeSchema = z.lazy(() => legalBasisSchema.unwrap().shape.purpose);
/** SHA-256 of the exact words that were agreed to, lower-case hex. */
const wordingHashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** How a person agreed. `double-opt-in` is set by `confirm` alone. */
const consentMethodSchema = z.enum(["form", "message", "verbal", "written", "import"]);

/** A consent as an account records it (GDPR Art. 7): what, how, when, where. Give the words themselves or their hash. */
export const consentInputSchema = z.lazy(() =>
  z
    .strictObject({
      accountId: accountIdSchema,
      address: addressSchema,
      /** What for, as messages name it in `legalBasis.purpose`. */
      purposes: z.array(purposeSchema).min(1).max(32),
      /** On which kinds of channel; every kind when absent. */
      channelKinds: z.array(channelKindSchema).min(1).max(16).optional(),
      wording: z.string().min(1).max(10_000).optional(),
      wordingHash: wordingHashSchema.optional(),
      language: z.string().max(35).optional(),
      method: consentMethodSchema,
      givenAt: instantSchema,
      /** Where it came from: a page's address, the name of a list, a recording's id. */
      source: z.string().min(1).max(1_000),
      /** Who recorded it. */
      act: actSchema,
    })
    .refine(({ wording, wordingHash }) => (wording === undefined) !== (wordingHash === undefined), {
      error: "either wording or wordingHash is needed",
    }),
);
export type ConsentInput = z.input<typeof consentInputSchema>;

/** A consent as it is kept. */
export const consentSchema = z.lazy(() =>
  z.strictObject({
    consentId: idSchema,
    /** Random, and gone with the record: the trail's hash of the record says nothing without it. Absent in records from before there was one. */
    salt: z.string().optional(),
    address: addressSchema,
    purposes: z.array(purposeSchema),
    channelKinds: z.array(channelKindSchema).optional(),
    wordingHash: wordingHashSchema,
    language: z.string().optional(),
    method: consentMethodSchema,
    givenAt: instantSchema,
    source: z.string(),
    recordedAt: instantSchema,
    recordedBy: z.string(),
    /** Of a double opt-in: waiting until the person confirms. The token is kept as a hash only. */
    confirmation: z
      .strictObject({ tokenHash: wordingHashSchema, expiresAt: instantSchema, confirmedAt: instantSchema.optional() })
      .optional(),
    /** Purposes withdrawn, each with its instant. */
    withdrawn: z.array(z.strictObject({ purpose: purposeSchema, at: instantSchema, actor: z.string() })),
  }),
);
export type Consent = z.infer<typeof consentSchema>;
