import { type ErrorCode, errorCatalog } from "./error-catalog.js";

/** Shared by all installed copies of core, so that an error is recognised across them. */
const MARKER = Symbol.for("@plugboard/core/error");

/** Ids, codes and counts an error may carry. Never content, addresses, credentials or raw answers (G7). */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * The base of every error Plugboard throws. Recognise it with {@link ContactCenterError.isInstance} and `code`, not with `instanceof` or its
 * text. Expected refusals (a gate says no) are returned, not thrown.
 */
export abstract class ContactCenterError extends Error {
  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }

  abstract readonly code: ErrorCode;
  /** True when the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    const { meaning, remedy, ...entry } = errorCatalog[code];
    const named = Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.map(told).join("; ") : told(value)}`);
    super(`${code}: ${meaning}${named.length > 0 ? ` (${named.join(", ")})` : ""}. To do: ${remedy}.`, options);
    this.name = new.target.name;
    this.details = details;
    this.retryable = "retryable" in entry;
  }

  /** The rule of docs/rules.md this comes from. */
  get rule(): string {
    return errorCatalog[this.code].rule;
  }

  /** What to do about it. */
  get remedy(): string {
    return errorCatalog[this.code].remedy;
  }

  /** Never throws, whatever a plugin threw: a proxy may fail when it is looked at. */
  static isInstance(value: unknown): value is ContactCenterError {
    try {
      return typeof value === "object" && value !== null && MARKER in value;
    } catch {
      return false;
    }
  }
}

/** Longer than any id, and long enough for the path of a file. Characters. */
const LONGEST = 1_024;

/** A detail as a message tells it. Callers without types give anything for an id: what is no text has no text. */
function told(value: unknown): string {
  if (typeof value === "string") return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeof value;
}
