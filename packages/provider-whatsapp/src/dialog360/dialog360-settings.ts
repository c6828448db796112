import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** Settings of a channel of the provider `whatsapp-dialog360`: one number; the API key says which. */
export const dialog360SettingsSchema = z.strictObject({
  /** Meta's id of the number, where it is known: events of other numbers are then not taken (a webhook of the whole account posts them too). */
  phoneNumberId: z
    .string()
    .regex(/^\d{1,32}$/)
    .optional(),
  /** Where the number keeps message content at rest: its local storage region; `US` without one. Not for numbers used with the WhatsApp Business app. */
  storageCountries: z.array(countryCodeSchema).min(1).default(["US"]),
});
export type Dialog360Settings = z.output<typeof dialog360SettingsSchema>;
export type Dialog360SettingsInput = z.input<typeof dialog360SettingsSchema>;
