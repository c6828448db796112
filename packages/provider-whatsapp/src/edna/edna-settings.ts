import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

/** A channel's settings. The ids are those of edna Pulse; `channel-profile` and the page Cascades name them. */
export const ednaSettingsSchema = z.strictObject({
  /** The cascade messages are scheduled in; edna makes one for each channel that is registered. */
  cascadeId: z.int().min(1),
  /** The channel (edna: subject, signature) that webhooks are filtered by: a managed account has those of other customers too. */
  subjectId: z.int().min(1),
  /** The channel's name (`"RETAIL_WA"`); needed to send approved templates. */
  sender: z.string().min(1).max(64).optional(),
  /** Where edna processes and keeps the data, as the contract with edna says; its public pages name no countries. */
  countries: z.array(countryCodeSchema).min(1),
  /** Address below which edna keeps the files of inbound messages; without it they cannot be fetched. */
  filesUrl: z.url({ protocol: /^https$/ }).optional(),
});
export type EdnaSettings = z.output<typeof ednaSettingsSchema>;
/** As it is written: defaults may be left out. */
export type EdnaSettingsInput = z.input<typeof ednaSettingsSchema>;
