import { createRequire } from "node:module";
import { z } from "zod";

const packageSchema = z.object({ version: z.string() });

/** The version of this package. */
export function readVersion(): string {
  const require = createRequire(import.meta.url);
  return packageSchema.parse(require("@plugboard/cli/package.json")).version;
}
