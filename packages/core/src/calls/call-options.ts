import { z } from "zod";
import { callVerbSchema } from "../spec/capabilities/call-verb.js";
import { countryCodeSchema } from "../spec/country-code.js";

/** How the host handles calls. */
export const callOptionsSchema = z.lazy(() =>
  z.strictObject({
    /** Time the host's handler has for an answer; the provider's own limit holds too. Milliseconds. */
    answerDeadlineMs: z.int().min(50).max(60_000).default(3_000),
    /** What an inbound call gets when the handler does not answer in time, fails, or there is none. */
    whenUnanswered: z
      .array(callVerbSchema)
      .min(1)
      .max(50)
      .default([{ verb: "hang-up", reason: "busy" }]),
    /** Emergency numbers of which countries are known; all of the table when absent. */
    emergencyCountries: z.array(countryCodeSchema).min(1).optional(),
    /**
     * Emergency numbers are refused unless this says, word for word, what is given up: the host passes no location, promises no connection, and a
     * person who relies on it may come to harm.
     */
    emergencyCalls: z.literal("allowed: no location is passed and no connection is promised").optional(),
  }),
);
export type CallOptions = z.infer<typeof callOptionsSchema>;
export type CallOptionsInput = z.input<typeof callOptionsSchema>;
