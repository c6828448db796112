import { createHash } from "node:crypto";
import type { Disclosure } from "../policy/disclosure.js";

/** SHA-256, lower-case hex, of a disclosure as JSON: evidence of what was shown, and equal for what was shown alike. */
export function disclosureHash(shown: Disclosure): string {
  return createHash("sha256").update(JSON.stringify(shown)).digest("hex");
}
