import * as z from "zod/mini";

/** What an operator's page says of itself; a page that says nothing for a while counts as `offline`. */
export const softphonePresenceSchema = z.strictObject({
  state: z.enum(["available", "busy", "away", "offline"]),
});
export type SoftphonePresence = z.infer<typeof softphonePresenceSchema>;
