import type { Party } from "../../spec/party.js";
import type { GateName } from "../gate-name.js";

/** What every code has to say. */
export interface RefusalEntry {
  readonly gate: GateName;
  /** Of docs/rules.md. */
  readonly rule: `R${number}`;
  readonly party: Party;
  /** What happened, in a sentence. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
}
