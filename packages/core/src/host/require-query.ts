import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";

/** @throws {OptionInvalidError} a caller without types gave nothing that holds what is asked by. */
export function requireQuery(query: unknown): void {
  if (typeof query !== "object" || query === null)
    throw new OptionInvalidError(["query: expected an object that names the account"]);
}
