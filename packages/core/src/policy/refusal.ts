import type { Party } from "../spec/party.js";
import type { GateName } from "./gate-name.js";
import { type RefusalCode, refusalCatalog } from "./refusal-catalog.js";

/** Why something was not done: a value the caller handles, not an exception. Never holds content or addresses. */
export interface Refusal {
  readonly gate: GateName | "hook";
  /** The rule of docs/rules.md. */
  readonly rule: string;
  readonly code: RefusalCode;
  readonly party: Party;
  /** What happened, in a sentence. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Names that help: features, countries, document versions, hook names. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;
}

/** The refusal of a code, with the names that help. Frozen: what stands before a channel is given to many. */
export function refusal(code: RefusalCode, details: Refusal["details"] = {}): Refusal {
  // Field by field: a spread of the catalog's entry costs as much as all gates together.
  const { gate, rule, party, reason, remedy } = refusalCatalog[code];
  return Object.freeze({ gate, rule, code, party, reason, remedy, details: Object.freeze(details) });
}
