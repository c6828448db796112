import { z } from "zod";

/** A request body as data: JSON whose texts may hold placeholders in braces, see `fillTemplate`. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [name: string]: Template };

export const templateSchema: z.ZodType<Template> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(templateSchema),
    z.record(z.string(), templateSchema),
  ]),
);
