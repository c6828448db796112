import { z } from "zod";

/** Answer to `POST /messages` and `GET /messages/by-reference/{reference}`: the provider has the message. */
export const acceptedAnswerSchema = z.object({
  id: z.string().min(1).max(128),
  received_at: z.iso.datetime({ offset: true }).nullish(),
});

/** Answer with a status of 4xx, where the provider explains itself. */
export const refusedAnswerSchema = z.object({ error: z.object({ code: z.string().max(64) }) });

/** A business message from an end recipient. */
const receivedMessageSchema = z.object({
  type: z.literal("message"),
  id: z.string().min(1).max(128),
  from: z.string(),
  to: z.string(),
  text: z.string(),
  /** `outbound`: a copy of what the account sent by another program. */
  direction: z.enum(["inbound", "outbound"]).nullish(),
  sent_at: z.iso.datetime({ offset: true }).nullish(),
  in_reply_to: z.string().nullish(),
});

/** What became of a message the provider took. */
const messageStatusSchema = z.object({
  type: z.literal("status"),
  message_id: z.string().min(1).max(128),
  /** Our reference, as sent with the message. */
  reference: z.string().nullish(),
  status: z.enum(["sent", "delivered", "read", "failed"]),
  at: z.iso.datetime({ offset: true }).nullish(),
  /** With `failed`. */
  error_code: z.string().max(64).nullish(),
  /** With `failed`: the address will never work. */
  permanent: z.boolean().nullish(),
});

/**
 * Body of a webhook. An event of a kind that is not known here fails the whole delivery: the host parks it and replays it after an
 * upgrade, so nothing is lost.
 */
export const webhookBodySchema = z.object({
  events: z.array(z.discriminatedUnion("type", [receivedMessageSchema, messageStatusSchema])),
});
export type HttpProviderEvent = z.input<typeof webhookBodySchema>["events"][number];
