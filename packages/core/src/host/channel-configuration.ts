import { z } from "zod";
import { residencyRuleSchema } from "../policy/residency-policy.js";
import { channelKindSchema } from "../spec/channel-kind.js";
import { accountIdSchema, idSchema, slugSchema } from "../spec/identifier.js";
import { limitsSchema } from "../spec/manifest/limits.js";

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

/** How an account wants to use a provider: everything of a channel but who said yes to what. */
export const channelConfigurationSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    providerId: slugSchema,
    /** One id for all accounts of a host; made when absent, and always with `settings.channelIds: "made"`. */
    channelId: idSchema.optional(),
    /** One of the manifest's; the first when absent. */
    channelKind: channelKindSchema.optional(),
    /** `managed`: on the host's account with the provider; `own`: on the customer's (R5). */
    accountMode: z.enum(["managed", "own"]).default("own"),
    /** Checked with the provider's settings schema. */
    settings: z.unknown().optional(),
    /** Name of the credentials in the secrets port; the credentials themselves never come here. */
    secret: z.string().min(1).max(200).optional(),
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
export type ChannelConfiguration = z.infer<typeof channelConfigurationSchema>;
export type ChannelConfigurationInput = z.input<typeof channelConfigurationSchema>;
