import { z } from "zod";
import { callVerbSchema } from "../spec/capabilities/call-verb.js";
import { accountIdSchema, idSchema } from "../spec/identifier.js";
import { callCauseSchema } from "../spec/inbound/call-event.js";
import { partySchema } from "../spec/party.js";

const atMsSchema = z.number().min(0);

const endSchema = z.lazy(() =>
  z.strictObject({
    atMs: atMsSchema,
    cause: callCauseSchema,
    party: partySchema,
    sipStatus: z.int().optional(),
    durationMs: z.number().min(0).optional(),
    code: z.string().max(64).optional(),
    order: z.string(),
  }),
);

/**
 * A call as the store keeps it: ids, states and times. It holds no number and nothing that was said; `pending` are the host's verbs until the
 * provider has taken them or the call is over, and leave the record then.
 */
export const callDocumentSchema = z.lazy(() =>
  z.strictObject({
    sessionId: idSchema,
    accountId: accountIdSchema,
    channelId: idSchema,
    providerId: z.string(),
    direction: z.enum(["inbound", "outbound"]),
    /** The provider's id, as soon as it said it. */
    callId: z.string().optional(),
    createdAtMs: atMsSchema,
    /** When the host last heard of it. */
    heardAtMs: atMsSchema,
    contentHash: z.string(),
    facts: z.strictObject({
      state: z.enum(["starting", "unknown", "refused", "begun", "ringing", "answered", "ended"]),
      ringingAtMs: atMsSchema.optional(),
      answeredAtMs: atMsSchema.optional(),
      machine: z.boolean().optional(),
      recordings: z.array(z.strictObject({ mediaId: z.string(), durationMs: z.number().optional() })).readonly(),
      end: endSchema.optional(),
    }),
    /** Of a call the provider did not take: its code. */
    code: z.string().optional(),
    /** How often the host gave verbs after the first ones. */
    steps: z.int().min(0).optional(),
    pending: z.array(callVerbSchema),
    /** References of everybody it was with, the account's own side left out: what finds a person's calls again (R15). */
    people: z.array(z.string()).max(64).optional(),
    /** The host ordered `pending` itself: given at the next question, before any handler is asked. */
    ordered: z.boolean().optional(),
  }),
);
export type CallDocument = z.infer<typeof callDocumentSchema>;

/** Calls under way, read whole at start; those that ended are asked for one by one. */
export const LIVE_CALLS = "calls-live";
export const ENDED_CALLS = "calls-ended";
/** From a channel's provider id of a call to ours. */
export const CALL_NAMES = "call-names";
/** From an account's idempotency key to our id. */
export const CALL_KEYS = "call-keys";
export const callKeySchema = z.lazy(() => z.strictObject({ sessionId: z.string(), contentHash: z.string() }));
