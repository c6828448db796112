import { CliError } from "./cli-error.js";
import { exitCodes } from "./exit-codes.js";

/** A flag's whole number. @throws {CliError} it is none, or not between the bounds. */
export function readCount(flag: string, value: string, least: number, most: number): number {
  const count = Number(value);
  if (value.trim() !== "" && Number.isInteger(count) && count >= least && count <= most) return count;
  throw new CliError(`--${flag} is no number from ${least} to ${most}`, `give another --${flag}`, exitCodes.usage);
}
