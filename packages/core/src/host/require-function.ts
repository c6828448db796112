import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";

/** @throws {OptionInvalidError} a caller without types gave something that cannot be called. @param name - what it was to be. */
export function requireFunction(name: string, value: unknown): void {
  if (typeof value !== "function") throw new OptionInvalidError([`${name}: expected a function`]);
}
