import { z } from "zod";

const componentSchema = z.object({
  type: z.string(),
  format: z.string().nullish(),
  text: z.string().nullish(),
});

/** One template as the Cloud API and 360dialog list it. */
export const listedTemplateSchema = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(35),
  status: z.string(),
  category: z.string().nullish(),
  components: z.array(componentSchema).nullish(),
});
export type ListedTemplate = z.infer<typeof listedTemplateSchema>;
