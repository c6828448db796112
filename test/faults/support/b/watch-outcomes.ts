import { ContactCenterError, type ProviderV1, type SendOutcomeInput } from "@plugboard/core";
import { withSend } from "./with-send.js";

/** What one call of `doSend` came to, as the provider told it. */
export interface SeenOutcome {
  readonly attempt: number;
  readonly party: string | undefined;
  readonly scope: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly suppress: string | undefined;
}

/** The outcomes of each message, by its id. The ledger has what the host made of them; this has what a ledger leaves out. */
export class OutcomeWatch {
  readonly #seen = new Map<string, SeenOutcome[]>();

  of(messageId: string): readonly SeenOutcome[] {
    return this.#seen.get(messageId) ?? [];
  }

  /** The same provider, watched. */
  over(provider: ProviderV1): ProviderV1 {
    return withSend(provider, (doSend) => async (transfer) => {
      const { messageId, attempt } = transfer;
      try {
        const outcome = await doSend(transfer);
        this.#keep(messageId, { attempt, ...factsOf(outcome) });
        return outcome;
      } catch (error) {
        const party = ContactCenterError.isInstance(error) ? error.details["party"] : undefined;
        this.#keep(messageId, {
          attempt,
          party: typeof party === "string" ? party : undefined,
          // The host tries an error's message again by itself; only an outcome can pause the channel.
          scope: "message",
          retryAfterMs: undefined,
          suppress: undefined,
        });
        throw error;
      }
    });
  }

  #keep(messageId: string, outcome: SeenOutcome): void {
    this.#seen.set(messageId, [...this.of(messageId), outcome]);
  }
}

function factsOf(outcome: SendOutcomeInput): Omit<SeenOutcome, "attempt"> {
  return {
    party: outcome.outcome === "received" ? undefined : outcome.party,
    scope: outcome.outcome === "try-again" ? (outcome.scope ?? "message") : undefined,
    retryAfterMs: outcome.outcome === "try-again" ? outcome.retryAfterMs : undefined,
    suppress: outcome.outcome === "refused" ? outcome.suppress : undefined,
  };
}
