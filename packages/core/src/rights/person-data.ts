import { z } from "zod";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";
import { addressSchema } from "../spec/message/address.js";

/** Bytes in JSON. */
const bytesSchema = z.lazy(() => z.strictObject({ $base64: z.string() }));

/**
 * Everything a host has about a person, machine-readable (GDPR Art. 15, 20). Whom else a message went to is other people's data and is left out. The form
 * is versioned: what is added is optional; what changes or goes makes another `format`.
 */
export const personDataSchema = z.lazy(() =>
  z.strictObject({
    format: z.literal("plugboard/person-data/1"),
    requestId: idSchema,
    accountId: accountIdSchema,
    generatedAt: instantSchema,
    addresses: z.array(addressSchema),
    messages: z.array(
      z.strictObject({
        messageId: idSchema,
        channelId: idSchema,
        acceptedAt: instantSchema,
        state: z.string(),
        stateAt: instantSchema,
        providerMessageId: z.string().optional(),
        /** Of the recipients those that are the person. */
        recipients: z.array(z.strictObject({ address: addressSchema, role: z.string() })),
        otherRecipients: z.int(),
        sender: addressSchema.optional(),
        /** As it was sent; bytes as `{ "$base64": … }`. Absent where it cannot be read any more. */
        content: z.unknown().optional(),
        legalBasis: z.unknown().optional(),
        metadata: z.record(z.string(), z.string()).optional(),
      }),
    ),
    /** Calls with the person. What was said is at the provider, where it was recorded. */
    calls: z
      .array(
        z.strictObject({
          ...{ sessionId: idSchema, channelId: idSchema, providerId: z.string() },
          direction: z.enum(["inbound", "outbound"]),
          state: z.string(),
          beganAt: instantSchema,
          answeredAt: instantSchema.optional(),
          endedAt: instantSchema.optional(),
          cause: z.string().optional(),
          durationMs: z.number().optional(),
          recordings: z.array(z.string()),
        }),
      )
      .optional(),
    /** Receipts: to whom the person's data went, which, where, when. */
    transfers: z.array(
      z.strictObject({
        transferId: idSchema,
        messageId: idSchema,
        channelId: idSchema,
        providerId: z.string(),
        operation: z.string(),
        outcome: z.string(),
        openedAt: instantSchema,
        closedAt: instantSchema,
        categories: z.array(z.string()),
        countries: z.unknown(),
      }),
    ),
    /** What came from the person and is not handled yet, raw. */
    deliveries: z.array(
      z.strictObject({
        rawId: idSchema,
        channelId: idSchema,
        recordedAt: instantSchema,
        contentType: z.string(),
        body: bytesSchema,
      }),
    ),
    consents: z.array(z.unknown()),
    suppressions: z.array(z.strictObject({ scope: z.string(), reason: z.string(), at: instantSchema })),
    restrictions: z.array(z.strictObject({ kind: z.string(), purposes: z.array(z.string()).optional() })),
    providers: z.array(
      z.strictObject({
        channelId: idSchema,
        providerId: z.string(),
        state: z.string(),
        /** What it said, or what a person has to do. */
        answer: z.string().optional(),
        data: z.array(bytesSchema),
      }),
    ),
  }),
);
export type PersonData = z.infer<typeof personDataSchema>;
