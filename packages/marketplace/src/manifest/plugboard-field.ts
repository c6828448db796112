import { z } from "zod";

/**
 * The `plugboard` field of a connector's package.json, all a host needs to find the manifest without running the package:
 * `"plugboard": { "manifest": "./dist/plugboard.json" }`.
 */
export const plugboardFieldSchema = z.strictObject({
  /** Path of the {@link packageManifestSchema} file inside the package, with forward slashes, starting with `./`. */
  manifest: z.string().regex(/^\.\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.json$/),
});
export type PlugboardField = z.infer<typeof plugboardFieldSchema>;

/** The npm keyword under which connectors are found. */
export const CONNECTOR_KEYWORD = "plugboard-provider";
