import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { buildEgress, type EgressDependencies } from "./build-egress.js";
import type { Egress } from "./egress.js";
import { type EgressOptions, egressOptionsSchema } from "./egress-options.js";
import { strictGuards } from "./strict-guards.js";

/**
 * Makes the way out of a host.
 * @throws {OptionInvalidError}
 */
export function createEgress(options: EgressOptions, dependencies: EgressDependencies): Egress {
  const parsed = egressOptionsSchema.safeParse(options);
  if (!parsed.success) throw new OptionInvalidError(parsed.error, { option: "egress" });
  return buildEgress(parsed.data, dependencies, strictGuards(parsed.data));
}
