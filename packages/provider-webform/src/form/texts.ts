import { z } from "zod";

/** BCP 47, the language alone or with a region: `"de"`, `"pt-BR"`. */
export const languageSchema = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/);

/** One text in several languages. The form's first language stands in for one that is missing. */
export const textsSchema = z
  .record(languageSchema, z.string().min(1).max(10_000))
  .refine((texts) => Object.keys(texts).length > 0, { error: "at least one language is needed" });
export type Texts = z.infer<typeof textsSchema>;
