import { z } from "zod";
import { callDestinationSchema, callVerbSchema } from "../spec/capabilities/call-verb.js";
import { countryCodeSchema } from "../spec/country-code.js";
import { accountIdSchema, idempotencyKeySchema, idSchema } from "../spec/identifier.js";
import { legalBasisSchema } from "../spec/message/outbound-message.js";

/** What `calls.start` takes. */
export const callStartSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    channelId: idSchema,
    /** A number in E.164, a SIP address, or the provider's name of a line; it reaches the provider as it is. */
    to: callDestinationSchema,
    callerId: callDestinationSchema.optional(),
    /** Run when it is answered. */
    verbs: z.array(callVerbSchema).max(50).default([]),
    ringTimeoutMs: z.int().min(1_000).max(600_000).default(45_000),
    /** Whether the provider is to tell a machine from a person (`machine-detected`); refused where it cannot, or is not set up for it. */
    detectMachine: z.boolean().default(false),
    /** Same key, same call: begun once, and answered with the first one's status. */
    idempotencyKey: idempotencyKeySchema.optional(),
    legalBasis: legalBasisSchema.optional(),
    /** The call this one repeats or goes on for another channel: refused where its recipient had decided. */
    retryOf: idSchema.optional(),
  }),
);
export type CallStart = z.infer<typeof callStartSchema>;
export type CallStartInput = z.input<typeof callStartSchema>;

/** What `calls.check` takes: a call that is dialled past the host, on an operator's own telephone. */
export const callCheckSchema = z.lazy(() =>
  z.strictObject({
    accountId: accountIdSchema,
    channelId: idSchema,
    /** What is dialled: a number, a SIP address, or the provider's name of a line. */
    to: callDestinationSchema,
    /** Whose numbers are those without a country code (ISO 3166-1): without it nobody is known by them. */
    country: countryCodeSchema.optional(),
    legalBasis: legalBasisSchema.optional(),
  }),
);
export type CallCheckInput = z.input<typeof callCheckSchema>;
