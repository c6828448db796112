import type { TransferReceipt } from "@plugboard/core";
import { ContactCenterError, type SendOutcomeInput } from "@plugboard/core/spec";
import type { ExpectedOutcome } from "../../fault-server/http-fault-case.js";
import type { ObservedSend } from "../stand/observation.js";

/** What one fault came to. */
export interface FaultPlay {
  readonly receipt: TransferReceipt | undefined;
  readonly send: ObservedSend | undefined;
  readonly durationMs: number;
  /** What must never happen: a redirect that was followed, a password in plain text where TLS was asked for. */
  readonly breaches: number;
}

/** @returns what differs from the table; empty when nothing does. */
export function differences(expected: ExpectedOutcome, { receipt, send }: FaultPlay): readonly string[] {
  if (receipt === undefined) return ["no transfer"];
  const facts = factsOf(send);
  const found: Record<string, unknown> = { outcome: receipt.outcome, code: receipt.code, ...facts };
  return Object.entries(expected)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name} is ${String(found[name])}, not ${String(value)}`);
}

/** Party, scope and delay: what the ledger leaves out. */
function factsOf(send: ObservedSend | undefined): Record<string, unknown> {
  if (send?.outcome === undefined) {
    const party = ContactCenterError.isInstance(send?.error) ? send.error.details["party"] : undefined;
    // The host tries an error's message again by itself; only an outcome can pause the channel.
    return { party, scope: "message", retryAfterMs: "none" };
  }
  return factsOfOutcome(send.outcome);
}

function factsOfOutcome(outcome: SendOutcomeInput): Record<string, unknown> {
  if (outcome.outcome === "received") return {};
  if (outcome.outcome === "refused") return { party: outcome.party, suppress: outcome.suppress };
  if (outcome.outcome === "unknown") return { party: outcome.party };
  const { party, scope = "message", retryAfterMs = "none" } = outcome;
  return { party, scope, retryAfterMs };
}

/** What an attempt's outcome says of its recipient beyond the message. */
export function suppressedBy({ send }: FaultPlay): "opt-out" | "hard-bounce" | undefined {
  const outcome = send?.outcome;
  if (outcome?.outcome === "refused") return outcome.suppress;
  if (outcome?.outcome !== "received") return undefined;
  return outcome.refusedRecipients?.find(({ suppress }) => suppress !== undefined)?.suppress;
}
