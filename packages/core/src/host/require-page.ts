import { OptionInvalidError } from "../spec/errors/option-invalid-error.js";

const LARGEST_PAGE = 10_000;
const USUAL_PAGE = 100;

/** Which part of a list is asked for: a page after a sequence, of a period. */
interface PageQuery {
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/**
 * The numbers of a list's query, looked at before a store sees them: to one of them -1 is everything, to another nothing.
 * @returns how many to read: 100 unless told.
 * @throws {OptionInvalidError}
 */
export function requirePage({ after, limit = USUAL_PAGE, fromMs, toMs }: PageQuery): number {
  const issues = [
    ...(isWhole(limit) && limit >= 1 && limit <= LARGEST_PAGE
      ? []
      : [`limit: a whole number from 1 to ${String(LARGEST_PAGE)}`]),
    ...(after === undefined || (isWhole(after) && after >= 0)
      ? []
      : ["after: the sequence of the last entry before, or nothing"]),
    ...(isInstant(fromMs) ? [] : ["fromMs: milliseconds since the epoch"]),
    ...(isInstant(toMs) ? [] : ["toMs: milliseconds since the epoch"]),
  ];
  if (issues.length > 0) throw new OptionInvalidError(issues, { option: issues[0]?.split(":")[0] });
  return limit;
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);
/** From the beginning and to the end of time are periods too. */
const isInstant = (value: unknown): boolean =>
  value === undefined || (typeof value === "number" && !Number.isNaN(value));
