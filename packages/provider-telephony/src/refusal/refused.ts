import type { SendOutcomeInput } from "@plugboard/core/spec";

/** Why a message cannot be carried whole, before anything left (R8). */
export interface Refused {
  readonly refused: SendOutcomeInput;
}

/** The account's message does not fit this provider. */
export const refused = (code: string): Refused => ({ refused: { outcome: "refused", code, party: "account" } });
