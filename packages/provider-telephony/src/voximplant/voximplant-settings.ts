import { z } from "zod";

const numberSchema = z.string().regex(/^\+[1-9][0-9]{6,14}$/);
const countries = z.array(z.string().regex(/^[A-Z]{2}$/)).min(1);

/** A channel's settings. */
export const voximplantSettingsSchema = z.strictObject({
  /** The account's id, digits. */
  accountId: z.string().regex(/^\d{1,15}$/),
  /** The routing rule with Plugboard's scenario, digits. */
  ruleId: z.string().regex(/^\d{1,15}$/),
  /** The account's number, E.164: calls and messages come from it. */
  from: numberSchema,
  /**
   * Further numbers of the account that are this channel's: a message or call may name one as its sender, and what people write to them is taken. Any other number
   * of the account may be another customer's: nothing is sent from it, and what comes for it is acknowledged and left.
   */
  otherSenders: z.array(numberSchema).max(100).optional(),
  /** Where media are processed, by Voximplant's name of it (`GetServerLocations`). */
  serverLocation: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/i)
    .optional(),
  /**
   * For `detectMachine`: which of Voximplant's models tells a voicemail from a person, by the country that is called. Without it such calls are refused.
   * @see https://voximplant.com/docs/references/voxengine/amd/model
   */
  machineModel: z.enum(["BR", "CL", "CO", "EU_GENERAL", "KZ", "MX", "PE", "PH", "RU", "US"]).optional(),
  /** The countries of the account's nodes and storage, as its agreement with Voximplant says: the residency gate relies on it (R13). */
  countries,
  /** The host that recordings are fetched from: that of the addresses in `GetCallHistory`. Without it none can be fetched. */
  recordingsHost: z
    .string()
    .regex(/^(?:[a-z0-9-]+\.)+voximplant\.com$/)
    .optional(),
});
export type VoximplantSettings = z.output<typeof voximplantSettingsSchema>;
/** As it is written: defaults may be left out. */
export type VoximplantSettingsInput = z.input<typeof voximplantSettingsSchema>;
