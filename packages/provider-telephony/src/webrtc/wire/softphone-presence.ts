import * as z from "zod/mini";

/** A call a page has: what it is known by, as in its events. */
const liveCallSchema = z.strictObject({
  /** The SIP Call-ID. */
  call: z.string().check(z.minLength(1), z.maxLength(200)),
  commandId: z.optional(z.string().check(z.maxLength(64))),
  state: z.enum(["offered", "ringing", "answered"]),
});
export type SoftphoneLiveCall = z.infer<typeof liveCallSchema>;

/** What an operator's page says of itself; a page that says nothing for a while counts as `offline`. */
export const softphonePresenceSchema = z.strictObject({
  state: z.enum(["available", "busy", "away", "offline"]),
  /** Its calls: a gateway that starts anew learns them here. */
  calls: z.optional(z.array(liveCallSchema).check(z.maxLength(50))),
});
export type SoftphonePresence = z.infer<typeof softphonePresenceSchema>;
