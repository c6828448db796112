import { z } from "zod";

const idSchema = z.union([z.int(), z.string().min(1).max(64)]);

/** What Plugboard's scenario posts: an event in the contract's words, since both ends are ours; read with its schema. */
const scenarioSchema = z.object({
  callback_id: idSchema,
  type: z.literal("plugboard_call"),
  plugboard_call: z.record(z.string(), z.unknown()),
});
/** https://voximplant.com/docs/references/httpapi/structures/inboundsmscallback */
const smsSchema = z.object({
  callback_id: idSchema,
  type: z.literal("sms_inbound"),
  sms_inbound: z.object({
    source_number: z.union([z.string(), z.number()]),
    destination_number: z.union([z.string(), z.number()]),
    sms_body: z.string(),
  }),
});
/** The other kinds (balance, invoices, agreements, and what is newer than this) are told as they came. */
const otherSchema = z
  .looseObject({ callback_id: idSchema, type: z.string(), hash: z.unknown() })
  .transform(({ hash: _, ...details }) => ({ callback_id: details.callback_id, type: details.type, details }));

export const callbacksSchema = z.object({
  callbacks: z
    .array(z.union([scenarioSchema, smsSchema, otherSchema]))
    .min(1)
    .max(1_000),
});
export type VoximplantCallback = z.output<typeof callbacksSchema>["callbacks"][number];
