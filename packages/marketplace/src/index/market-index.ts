import { channelKindSchema, instantSchema, slugSchema } from "@plugboard/core/spec";
import { z } from "zod";
import { integritySchema } from "../files/integrity.js";
import { tierNames } from "../listing/tier-rules.js";
import { packageNameSchema, semverSchema } from "../manifest/package-json.js";

const textSchema = z.string().min(1).max(200);

/** What a catalogue shows of one provider of a package. */
export const indexedProviderSchema = z.strictObject({
  id: slugSchema,
  name: textSchema,
  channelKinds: z.array(channelKindSchema).min(1),
  capabilities: z.array(z.string().max(64)),
  seller: textSchema,
  /** Absent where nobody sells a service: the account or the host runs the server. */
  sellerCountry: z.string().length(2).optional(),
  /** Where data goes, ISO 3166-1 alpha-2, sorted. */
  countries: z.array(z.string().length(2)),
  chosenByAccount: z.boolean(),
  tier: z.enum(tierNames),
  examinedBy: z.enum(["publisher", "examiner"]),
});
export type IndexedProvider = z.infer<typeof indexedProviderSchema>;

/** One version of one package: enough to find it, and the hash of the listing that says everything. */
export const indexEntrySchema = z.strictObject({
  name: packageNameSchema,
  version: semverSchema,
  description: z.string().max(1_000).optional(),
  publisher: slugSchema,
  integrity: integritySchema,
  /** Address of the signed listing, relative to the index. */
  listing: z.string().regex(/^listings\/[A-Za-z0-9@._/-]+\.json$/),
  listingSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** When the marketplace first listed it, by the marketplace's clock. */
  listedAt: instantSchema,
  providers: z.array(indexedProviderSchema).min(1),
});
export type IndexEntry = z.infer<typeof indexEntrySchema>;

/** All a marketplace offers, as one signed file that any static host can serve. */
export const marketIndexSchema = z.strictObject({
  formatVersion: z.literal(1),
  marketplace: textSchema,
  sequence: z.int().min(0),
  issuedAt: instantSchema,
  expiresAt: instantSchema,
  entries: z.array(indexEntrySchema).max(200_000),
});
export type MarketIndex = z.infer<typeof marketIndexSchema>;
