import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { OutboxEntry } from "./outbox-entry.js";

/** A lookup that failed has found out nothing: only the provider's own answer makes it certain that a message never arrived (G2). */
export function undecided({ lookup }: OutboxEntry, outcome: SendOutcome): SendOutcome {
  if (!lookup || outcome.outcome !== "try-again") return outcome;
  return { outcome: "unknown", code: outcome.code, party: outcome.party };
}
