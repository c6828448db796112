import { z } from "zod";
import { disclosureSchema } from "../policy/disclosure.js";
import { actSchema } from "../spec/act.js";
import { providerDocumentSchema } from "../spec/manifest/provider-document.js";
import { channelConfigurationSchema } from "./channel-configuration.js";

/** The very texts a person was shown, by their SHA-256: where the provider's manifest has a hash of a document, it must be this one. */
export const shownTextsSchema = z.lazy(() =>
  z.array(providerDocumentSchema.unwrap().pick({ kind: true, version: true, sha256: true }).required()),
);
export type ShownTexts = z.infer<typeof shownTextsSchema>;

/**
 * The instruction to activate a channel (R4): the only way one becomes active. It is kept whole, as evidence.
 */
export const activationInstructionSchema = z.lazy(() =>
  channelConfigurationSchema.unwrap().extend({
    instructed: actSchema,
    shown: disclosureSchema,
    /** Hashes of the documents' texts, where the host showed them itself. */
    shownTexts: shownTextsSchema.optional(),
    /** Acceptance of the documents in `shown`. */
    termsAccepted: actSchema,
    /**
     * `probe`: the provider is asked whether the credentials work before the channel becomes active, without sending a message.
     * `on-first-use`: the first transfer tells, and a refusal of the credentials puts the channel into `needs-reauthorisation`.
     */
    verification: z.enum(["probe", "on-first-use"]).default("on-first-use"),
  }),
);
export type ActivationInstruction = z.infer<typeof activationInstructionSchema>;
export type ActivationInstructionInput = z.input<typeof activationInstructionSchema>;
