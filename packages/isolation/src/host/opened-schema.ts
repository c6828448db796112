import { z } from "zod";

const listSchema = z.array(z.string().max(64)).max(64);

/** What a connector says it has, when a channel opened in its process. Core holds it against the manifest. */
export const openedSchema = z.object({
  capabilities: z.record(
    z.string().max(64),
    z.object({ methods: listSchema, fields: z.record(z.string(), listSchema) }),
  ),
});
export type OpenedSchema = z.infer<typeof openedSchema>;
