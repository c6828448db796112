import { z } from "zod";
import { singleLineSchema } from "./address.js";

/** A media type without control characters: `"image/png"`, `"text/plain; charset=utf-8"`. */
export const mediaTypeSchema = singleLineSchema
  .max(255)
  .regex(/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+(?:;.*)?$/i, { error: "expected a media type: image/png" });

/**
 * Media by its bytes, by an address the provider fetches it from, or by the id the provider gave an uploaded file.
 * `bytes` leave as they came (R8).
 */
export const mediaSchema = z.lazy(() =>
  z.discriminatedUnion("source", [
    z.strictObject({ source: z.literal("bytes"), bytes: z.instanceof(Uint8Array), contentType: mediaTypeSchema }),
    z.strictObject({
      source: z.literal("url"),
      url: z.url({ protocol: /^https$/ }),
      contentType: mediaTypeSchema.optional(),
    }),
    z.strictObject({ source: z.literal("id"), id: singleLineSchema.min(1).max(256) }),
  ]),
);
export type Media = z.infer<typeof mediaSchema>;
