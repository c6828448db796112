import { z } from "zod";
import { residencyRuleSchema } from "../policy/residency-policy.js";
import { channelKindSchema } from "../spec/channel-kind.js";
import { countryCodeSchema } from "../spec/country-code.js";
import { actSchema } from "../spec/act.js";
import { accountIdSchema, idSchema, slugSchema } from "../spec/identifier.js";
import { providerDocumentSchema } from "../spec/manifest/provider-document.js";
import { limitsSchema } from "../spec/manifest/limits.js";

/** What the person saw before they said yes (R13, R17): made by `channels.disclosure`. */
export const disclosureSchema = z.lazy(() =>
  z.strictObject({
    providerId: slugSchema,
    seller: z.string().min(1),
    sellerCountry: countryCodeSchema,
    documents: z.array(providerDocumentSchema.unwrap().pick({ kind: true, version: true, url: true })),
    /** Every country any operation's data goes to, sorted. */
    countries: z.array(z.string()),
    /** Every category of personal data any operation carries, sorted. */
    personalData: z.array(z.string()),
    /** What proves that a webhook comes from the provider: `weak` proofs do not cover the body. Absent without webhooks. */
    webhookProof: z.enum(["strong", "weak"]).optional(),
  }),
);
export type Disclosure = z.infer<typeof disclosureSchema>;

/** Only what is wished: the manifest's defaults are not wishes, and may be further than what they stand beside. */
const limitsWishSchema = z.lazy(() =>
  z.strictObject({
    concurrency: limitsSchema.unwrap().shape.concurrency.unwrap().optional(),
    order: limitsSchema.unwrap().shape.order.unwrap().optional(),
    maxAttempts: limitsSchema.unwrap().shape.maxAttempts.unwrap().optional(),
    backoffBaseMs: limitsSchema.unwrap().shape.backoffBaseMs.unwrap().optional(),
    backoffMaxMs: limitsSchema.unwrap().shape.backoffMaxMs.unwrap().optional(),
    expireAfterSeconds: limitsSchema.unwrap().shape.expireAfterSeconds.unwrap().optional(),
  }),
);

/**
 * The instruction to activate a channel (R4): the only way one becomes active. It is kept whole, as evidence.
 */
export const activationInstructionSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    providerId: slugSchema,
    /** Chosen by the host; made when absent. */
    channelId: idSchema.optional(),
    /** One of the manifest's; the first when absent. */
    channelKind: channelKindSchema.optional(),
    /** `managed`: on the host's account with the provider; `own`: on the customer's (R5). */
    accountMode: z.enum(["managed", "own"]).default("own"),
    /** Checked with the provider's settings schema. */
    settings: z.unknown().optional(),
    /** Name of the credentials in the secrets port; the credentials themselves never come here. */
    secret: z.string().min(1).max(200).optional(),
    instructed: actSchema,
    shown: disclosureSchema,
    /** Acceptance of the documents in `shown`. */
    termsAccepted: actSchema,
    residency: residencyRuleSchema,
    /** Lowers the manifest's limits. */
    limits: limitsWishSchema.optional(),
    /**
     * What to do with an outcome that nothing can settle (G2). `keep`: leave it to the host; `send-again`: the recipient may get the
     * message twice, and the ledger says so.
     */
    unknownOutcome: z.enum(["keep", "send-again"]).default("keep"),
  }),
);
export type ActivationInstruction = z.infer<typeof activationInstructionSchema>;
export type ActivationInstructionInput = z.input<typeof activationInstructionSchema>;
