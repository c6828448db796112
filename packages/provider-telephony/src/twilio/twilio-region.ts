import { z } from "zod";

/** One region: its edge, which is the host's first part, and the country it processes and stores in. */
const region = <Id extends string, Edge extends string, Country extends string>(id: Id, edge: Edge, country: Country) =>
  z.strictObject({
    /** As Twilio names it. */
    id: z.literal(id),
    /** The region's own edge; follows from `id`. */
    edge: z.literal(edge).default(() => edge as never),
    /** Where it is; follows from `id`. */
    countries: z.tuple([z.literal(country)]).default(() => [country] as never),
  });

/**
 * Twilio's regions. In IE1 and AU1 an account has its own credentials, and what is made there is processed and stored there.
 * @see https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region
 * @see https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 */
export const twilioRegionSchema = z.discriminatedUnion("id", [
  region("us1", "ashburn", "US"),
  region("ie1", "dublin", "IE"),
  region("au1", "sydney", "AU"),
]);
