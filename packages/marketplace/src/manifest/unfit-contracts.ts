import { slugSchema, specificationVersionSchema } from "@plugboard/core/spec";
import { z } from "zod";

const anyVersionSchema = z.object({
  providers: z.array(
    z.object({ manifest: z.object({ id: slugSchema, specificationVersion: z.string().regex(/^v\d{1,4}$/) }) }),
  ),
});

/** A provider of another version of the contract than this host's. */
export interface UnfitContract {
  readonly id: string;
  readonly wanted: string;
  readonly actual: string;
}

/**
 * Which providers of a package's manifest, or of a listing, are of another version of the contract. Asked when the document does not have this version's
 * shape: of another version nothing but its id and its version can be known.
 */
export function unfitContracts(document: unknown): readonly UnfitContract[] {
  const parsed = anyVersionSchema.safeParse(document);
  if (!parsed.success) return [];
  const actual = specificationVersionSchema.value;
  return parsed.data.providers.flatMap(({ manifest: { id, specificationVersion: wanted } }) =>
    wanted === actual ? [] : [{ id, wanted, actual }],
  );
}
