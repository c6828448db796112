import { z } from "zod";
import { actSchema } from "../spec/act.js";
import { activationInstructionSchema } from "./activation-instruction.js";
import { providerDocumentSchema } from "../spec/manifest/provider-document.js";
import { accountIdSchema, idSchema } from "../spec/identifier.js";

/** A channel as the store keeps it: the instruction whole, and what came after it. */
export const channelDocumentSchema = z.lazy(() =>
  z.strictObject({
    channelId: idSchema,
    accountId: accountIdSchema,
    channelKind: z.string(),
    state: z.enum(["active", "deactivated"]),
    instruction: activationInstructionSchema,
    /** Document versions accepted, with who and when; the instruction's own acceptance is the first. */
    acceptances: z.array(
      z.strictObject({
        act: actSchema,
        documents: z.array(providerDocumentSchema.unwrap().pick({ kind: true, version: true })),
      }),
    ),
    deactivated: actSchema.optional(),
  }),
);
export type ChannelDocument = z.infer<typeof channelDocumentSchema>;
export const CHANNEL_COLLECTION = "channels";
