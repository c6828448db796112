import { z } from "zod";
import { formFieldSchema } from "./form-field.js";
import { languageSchema, textsSchema } from "./texts.js";

/** A form as data: everything a page shows of it, in every language it speaks. */
export const formDefinitionSchema = z
  .strictObject({
    /** Named in every message that comes of the form. */
    id: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/),
    /** The first one stands in for a language the form does not speak. */
    languages: z.array(languageSchema).min(1).max(50),
    title: textsSchema,
    intro: textsSchema.optional(),
    /** In the order they are shown. */
    fields: z.array(formFieldSchema).min(1).max(60),
    submitLabel: textsSchema.optional(),
    /** Shown when it has arrived. */
    confirmation: textsSchema.optional(),
    /** The account's privacy statement, linked below the fields (GDPR Art. 13). */
    privacy: z
      .strictObject({
        label: textsSchema,
        /** The page with it. */
        url: z.url({ protocol: /^https?$/ }),
      })
      .optional(),
  })
  .superRefine(({ fields, languages }, context) => {
    const names = new Set<string>();
    for (const [index, { name, label }] of fields.entries()) {
      if (names.has(name))
        context.addIssue({ code: "custom", path: ["fields", index, "name"], message: "is there twice" });
      names.add(name);
      if (label[languages[0] ?? ""] === undefined)
        context.addIssue({
          code: "custom",
          path: ["fields", index, "label"],
          message: "misses the form's first language",
        });
    }
    if (fields.filter((field) => field.type === "textarea" && field.role === "message").length > 1)
      context.addIssue({ code: "custom", path: ["fields"], message: "two fields are the message" });
    const needsEmail = fields.some((field) => field.type === "consent" && field.doubleOptIn);
    if (needsEmail && !fields.some((field) => field.type === "email" && field.required))
      context.addIssue({ code: "custom", path: ["fields"], message: "a double opt-in needs a required e-mail field" });
  });
export type FormDefinition = z.infer<typeof formDefinitionSchema>;
export type FormDefinitionInput = z.input<typeof formDefinitionSchema>;
