import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

const graphIdSchema = z.string().regex(/^\d{1,32}$/, { error: "digits, as the App Dashboard shows it" });

/** Settings of a channel of the provider `whatsapp-meta`: one business phone number. */
export const metaSettingsSchema = z.strictObject({
  /** The number's id, not the number. */
  phoneNumberId: graphIdSchema,
  /** The WhatsApp Business Account it belongs to: templates and webhooks are its. */
  businessAccountId: graphIdSchema,
  /**
   * Version of the Graph API. The default was current when this was written; versions are kept for about two years.
   * @see https://developers.facebook.com/docs/graph-api/changelog (v26.0 since 2026-07-29, read 2026-11-22)
   */
  graphVersion: z
    .string()
    .regex(/^v\d{2}\.\d$/)
    .default("v26.0"),
  /**
   * Where the number keeps message content at rest: its local storage region, as given when it was registered. `US` without one.
   * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/local-storage
   */
  storageCountries: z.array(countryCodeSchema).min(1).default(["US"]),
});
export type MetaSettings = z.output<typeof metaSettingsSchema>;
export type MetaSettingsInput = z.input<typeof metaSettingsSchema>;
