import { z } from "zod";

/**
 * What makes two tellings of an event one, for a provider that puts several events into a delivery and may put them together otherwise when it repeats
 * them. The host shows an event of a channel once by this key, in whatever delivery it comes. A delivery of this one event has the same key
 * (`doDeduplicationKey`): then nothing more is written down. Only what the provider itself gives may make it, never what a sender chose (a mail's
 * `Message-ID`): two messages of one key are one. It is kept as long as those of deliveries, so hash what has personal data in it.
 */
export const eventKeySchema = z.lazy(() => z.string().min(1).max(1_000));
