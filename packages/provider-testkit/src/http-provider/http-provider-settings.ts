import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** A channel's settings: where the provider's API is and where it keeps what it is given. No secrets. */
export const httpProviderSettingsSchema = z.strictObject({
  /** Root of the API, without a slash at its end: `"https://sms.example.com/v1"`. */
  baseUrl: z.url({ protocol: /^https?$/ }).regex(/[^/]$/, { error: "ends with a slash" }),
  /** Countries in which the account's server processes and stores messages. */
  countries: z.array(countryCodeSchema).min(1),
});
export type HttpProviderSettings = z.output<typeof httpProviderSettingsSchema>;
