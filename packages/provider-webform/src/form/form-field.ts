import { personalDataCategorySchema } from "@plugboard/core/spec";
import { z } from "zod";
import { fileTypeSchema } from "../files/file-type.js";
import { MOST_UPLOAD_BYTES } from "../files/most-upload-bytes.js";
import { textsSchema } from "./texts.js";

/** Names beginning with an underscore are the form's own. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const every = {
  name: nameSchema,
  label: textsSchema,
  hint: textsSchema.optional(),
  /** The form is not taken without it. */
  required: z.boolean().default(false),
  /** What the account wants it for, shown to the person and kept with the form (GDPR Art. 5(1)(b)): `"to answer you"`. */
  purpose: textsSchema,
  /** Which personal data it is; `none` for what says nothing of the person. */
  category: z.union([personalDataCategorySchema, z.literal("none")]),
};
const length = {
  /** Unicode code points. */
  minLength: z.int().min(0).max(100_000).default(0),
  /** Unicode code points. */
  maxLength: z.int().min(1).max(100_000),
};
const optionSchema = z.strictObject({
  /** What the message says when it is chosen. */
  value: z.string().min(1).max(200),
  label: textsSchema,
});
/** What can be chosen. */
const options = z
  .array(optionSchema)
  .min(1)
  .max(200)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, { error: "two options are equal" });

/** HTML's autofill detail tokens of one word. */
const autocomplete = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .optional();

/**
 * One field of a form. There are no patterns on purpose: an account's regular expression could stall the host. Lengths, numbers, dates
 * and options are checked by the host, and by the browser only for convenience.
 */
export const formFieldSchema = z.discriminatedUnion("type", [
  z.strictObject({
    /** What kind of field it is; what else it has depends on it. */
    type: z.literal("text"),
    ...every,
    ...length,
    maxLength: length.maxLength.default(200),
    /** `name` and `subject` go to the fields of the message that mean that. */
    role: z.enum(["name", "subject"]).optional(),
    autocomplete,
  }),
  z.strictObject({
    type: z.literal("textarea"),
    ...every,
    ...length,
    maxLength: length.maxLength.default(5_000),
    /** `message`: the text of the message. */
    role: z.literal("message").optional(),
  }),
  /** The first one of a form is whom the message is from. */
  z.strictObject({ type: z.literal("email"), ...every }),
  /** International notation, `+49 30 123456`; kept as typed. */
  z.strictObject({ type: z.literal("phone"), ...every }),
  z.strictObject({
    type: z.literal("number"),
    ...every,
    /** The smallest number that is taken. */
    min: z.number().optional(),
    /** The largest. */
    max: z.number().optional(),
  }),
  z.strictObject({ type: z.literal("date"), ...every, autocomplete }),
  z.strictObject({ type: z.literal("select"), ...every, options }),
  z.strictObject({ type: z.literal("radio"), ...every, options }),
  z.strictObject({ type: z.literal("checkboxes"), ...every, options }),
  z.strictObject({
    type: z.literal("file"),
    ...every,
    /** Types of file, known by what their first bytes say. */
    accept: z.array(fileTypeSchema).min(1),
    /** How many. */
    maxFiles: z.int().min(1).max(10).default(1),
    /** Of one file. */
    maxSizeBytes: z.int().min(1).max(MOST_UPLOAD_BYTES).default(5_242_880),
  }),
  /**
   * A box that records a consent (R14). `label` is the exact wording: what the person saw, in their language, is hashed into the record. It is never
   * ticked beforehand (GDPR recital 32).
   */
  z.strictObject({
    type: z.literal("consent"),
    ...every,
    /** As messages name it in `legalBasis.purpose`. */
    consentPurposes: z.array(z.string().min(1).max(128)).min(1).max(8),
    /** Asked by e-mail before it counts; needs the channel's `doubleOptIn`. */
    doubleOptIn: z.boolean().default(false),
  }),
]);
export type FormField = z.infer<typeof formFieldSchema>;
