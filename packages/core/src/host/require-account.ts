import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";
import { accountIdSchema } from "../spec/identifier.js";

/**
 * A list always belongs to an account: without one it would be everybody's (R22).
 * @throws {OptionInvalidError}
 */
export function requireAccount(accountId: string): void {
  const parsed = accountIdSchema.safeParse(accountId);
  if (!parsed.success) throw new OptionInvalidError(parsed.error, { option: "accountId" });
}
