import { isDeepStrictEqual } from "node:util";
import { type ProviderManifest, providerManifestSchema } from "@plugboard/core/spec";
import { z } from "zod";

const saidSchema = z.object({ manifest: providerManifestSchema });

/** Whether a loaded connector is the one whose manifest was shown to people: anything else never gets a channel (R13, R17). */
export function sameManifest(said: unknown, published: ProviderManifest): boolean {
  const parsed = saidSchema.safeParse(said);
  return parsed.success && isDeepStrictEqual(plain(parsed.data.manifest), plain(published));
}

/** As data: what is absent and what is undefined are the same. */
function plain(manifest: ProviderManifest): unknown {
  return JSON.parse(JSON.stringify(manifest));
}
