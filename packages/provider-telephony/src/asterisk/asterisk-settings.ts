import { countryCodeSchema } from "@plugboard/core/spec";
import { z } from "zod";

const patternSchema = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9]+\/(?:(?!\{to\})[^\s,&])*\{to\}[^\s,&]*$/, {
    error: "a technology and a resource with {to} in it: PJSIP/{to}@trunk",
  });

/** Settings of a channel of the provider `asterisk`: the account's own exchange. Secrets are credentials, not settings. */
export const asteriskSettingsSchema = z.strictObject({
  /** Where the exchange's HTTPS server listens (`http.conf`, `tlsenable`): name, password and calls travel by nothing that can be read. */
  ari: z.strictObject({
    /** Name or address of the exchange. */
    host: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/),
    /** Of its HTTPS server. */
    port: z.int().min(1).max(65_535).default(8_089),
  }),
  /** The Stasis application: what the dialplan says in `Stasis(…)`. One for each channel, or two hosts fight for it. */
  application: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** How a phone number is dialled: `"PJSIP/{to}@trunk"`. */
  phonePattern: patternSchema.optional(),
  /** How a SIP address is dialled: `"PJSIP/outbound/{to}"`. */
  sipPattern: patternSchema.optional(),
  /** What is shown to who is called, where the call names nothing. */
  callerId: z.string().max(80).optional(),
  /** For `queue`: the dialplan's context in which the queue's name is an extension. */
  queueContext: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  /**
   * For `detectMachine`: the dialplan's context whose extension `s` runs `AMD()` and then `Stasis(<application>,amd,${AMDSTATUS})`. Without it such calls
   * are refused.
   */
  machineContext: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  /** For `say`: an address of the account that speaks `{text}` in `{language}`; the exchange fetches the sound from it. */
  speechUrl: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes("{text}"), { error: "holds {text}" })
    .optional(),
  /** Countries the exchange stands in, as its operator says: the residency gate relies on it (R13). */
  countries: z.array(countryCodeSchema).min(1),
});
export type AsteriskSettings = z.infer<typeof asteriskSettingsSchema>;
/** As the account writes it: defaults may be left out. */
export type AsteriskSettingsInput = z.input<typeof asteriskSettingsSchema>;
