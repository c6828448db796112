import { z } from "zod";
import { channelStates } from "../policy/channel-state-policy.js";
import { disclosureSchema } from "../policy/disclosure.js";
import { actSchema } from "../spec/act.js";
import { accountIdSchema, idSchema, instantSchema } from "../spec/identifier.js";
import { providerDocumentSchema } from "../spec/manifest/provider-document.js";
import { activationInstructionSchema, shownTextsSchema } from "./activation-instruction.js";

const acceptanceSchema = z.lazy(() =>
  z.strictObject({
    act: actSchema,
    documents: z.array(providerDocumentSchema.unwrap().pick({ kind: true, version: true, sha256: true })),
    /** What was shown with it; of the first acceptance it is with the instruction. */
    shown: disclosureSchema.optional(),
    shownTexts: shownTextsSchema.optional(),
    /** SHA-256 of everything the manifest disclosed then, so that a change is noticed. */
    manifestSha256: z.string().optional(),
  }),
);

/** A channel as the store keeps it: its configuration, the instruction once it is given, and what came after it. */
export const channelDocumentSchema = z.lazy(() =>
  z
    .strictObject({
      channelId: idSchema,
      accountId: accountIdSchema,
      channelKind: z.string(),
      /** `deactivated` is what `disabled` was called before there were more states. */
      state: z
        .enum([...channelStates, "deactivated"])
        .transform((state) => (state === "deactivated" ? "disabled" : state)),
      /** Who, what was shown and the acceptance are absent until they are given. */
      instruction: activationInstructionSchema.unwrap().partial({ instructed: true, shown: true, termsAccepted: true }),
      configured: actSchema.optional(),
      /** Document versions accepted, with who and when. */
      acceptances: z.array(acceptanceSchema),
      /** SHA-256, lower-case hex, of the disclosure that was shown last, as JSON. */
      shownSha256: z.string().optional(),
      /** How the credentials were last looked at. */
      verified: z
        .strictObject({ at: instantSchema, method: z.enum(["probe", "credentials", "on-first-use"]) })
        .optional(),
      /** The last change of state by a person. */
      changed: z
        .strictObject({ transition: z.string(), act: actSchema, reason: z.string().max(500).optional() })
        .optional(),
      deactivated: actSchema.optional(),
      /** The provider's terms or reach are other than what was accepted: since when the host knows, and in words. */
      outdated: z.strictObject({ since: instantSchema, reasons: z.array(z.string()) }).optional(),
    })
    .refine(
      ({ state, instruction: { instructed, shown, termsAccepted } }) =>
        !INSTRUCTED.has(state) || (instructed !== undefined && shown !== undefined && termsAccepted !== undefined),
      "no channel is active without its instruction",
    ),
);
export type ChannelDocument = z.infer<typeof channelDocumentSchema>;
export const CHANNEL_COLLECTION = "channels";

/** States that nothing but a recorded instruction leads to (R4); a document that says otherwise is not read. */
export const INSTRUCTED: ReadonlySet<string> = new Set(["active", "suspended", "needs-reauthorisation"]);
