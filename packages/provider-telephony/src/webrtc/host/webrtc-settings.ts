import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** Settings of a channel of the provider `telephony-webrtc`. Secrets are credentials, not settings. */
export const webrtcSettingsSchema = z.strictObject({
  /** Where the site has mounted the softphone gateway: `"https://desk.example.com/softphone"`. */
  gatewayUrl: z.url({ protocol: /^https$/ }),
  /** Whose page calls where a call names no operator (`callerId`). */
  operator: z
    .string()
    .regex(/^[A-Za-z0-9._~-]{1,64}$/)
    .optional(),
  /** Countries the SIP server and the gateway stand in, as their operator says: the residency gate relies on it (R13). */
  countries: z.array(countryCodeSchema).min(1),
});
export type WebrtcSettings = z.infer<typeof webrtcSettingsSchema>;
export type WebrtcSettingsInput = z.input<typeof webrtcSettingsSchema>;
