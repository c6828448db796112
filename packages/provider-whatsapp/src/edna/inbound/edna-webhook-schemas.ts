import { z } from "zod";

const text = z.string().nullish();
/** Written in another way it is left out: what was told came now, and waits for no upgrade. */
const instant = z.iso.datetime({ offset: true }).nullish().catch(undefined);
/** Loose: what has no place in an event goes into its details. */
const fileSchema = z.looseObject({
  url: text,
  name: text,
  contentType: text,
  mimeType: text,
});

/** A status of a message. https://docs-pulse.edna.io/docs/api/callback/get-status */
export const ednaStatusSchema = z.object({
  requestId: z.string().min(1).max(998),
  subjectId: z.number().nullish(),
  status: z.string(),
  statusAt: instant,
  error: text,
  paymentData: z.object({ conversationType: text }).nullish(),
});
export type EdnaStatus = z.output<typeof ednaStatusSchema>;

/** A message of an end recipient. https://docs-pulse.edna.io/docs/api/callback/get-message */
export const ednaMessageSchema = z.object({
  id: z.union([z.number(), z.string()]),
  subject: text,
  /** Needed: without it nobody could say whose message it is (R22). */
  subjectId: z.number(),
  subscriber: z.object({ identifier: z.string() }),
  userInfo: z.object({ userName: text }).nullish(),
  /** Loose: content of a kind that is new is still content. */
  messageContent: z.looseObject({
    type: z.string(),
    text,
    caption: text,
    payload: text,
    attachment: fileSchema.nullish(),
    location: z
      .object({ latitude: z.number().nullish(), longitude: z.number().nullish(), name: text, address: text })
      .nullish(),
    items: z.array(z.object({ identifier: text, title: text, subtitle: text })).nullish(),
  }),
  receivedAt: instant,
  replyOutMessageExternalRequestId: text,
  replyInMessageId: z.union([z.number(), z.string()]).nullish(),
});
export type EdnaMessage = z.output<typeof ednaMessageSchema>;

/** Templates whose registration changed. https://docs-pulse.edna.io/docs/api/callback/get-status-template */
export const ednaMatchersSchema = z.array(
  z.object({ id: z.number(), name: text, channelType: text, language: text, category: text, status: text }),
);
export type EdnaMatchers = z.output<typeof ednaMatchersSchema>;

/**
 * Everything edna posts. The three kinds share one address and are told apart by their shape; another one fails, and
 * the host parks it for an upgrade.
 */
export const ednaWebhookSchema = z.union([ednaMessageSchema, ednaStatusSchema, ednaMatchersSchema]);
