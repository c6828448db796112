import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import { type Consent, type ConsentInput, consentInputSchema } from "../../consent/consent.js";
import type { ConsentBook } from "../../consent/consent-book.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { Address } from "../../spec/message/address.js";
import { checkAct } from "../check-act.js";
import { checkAddress } from "../check-address.js";
import { requireAccount } from "../require-account.js";

const DAY_MS = 86_400_000;

/** The consents of an account's people: recorded, confirmed, withdrawn, shown (R14). */
@injectable()
export class Consents {
  constructor(@inject(TOKENS.ConsentBook) private readonly book: ConsentBook) {}

  /** Records a consent as given. @throws {InstructionInvalidError} */
  give(input: ConsentInput): Promise<Consent> {
    return this.book.give(check(input));
  }

  /**
   * First half of a double opt-in: records the consent as waiting and gives the token for the link or code that the account sends to the
   * person. The token is not kept and cannot be read again.
   * @param options.validForDays - 7 unless told.
   */
  request(
    input: ConsentInput,
    options: { readonly validForDays?: number } = {},
  ): Promise<{ readonly consent: Consent; readonly token: string }> {
    return this.book.request(check(input), (options.validForDays ?? 7) * DAY_MS);
  }

  /** Second half: the person came back with the token. A second time is harmless. @throws {RequestError} `CONFIRMATION_UNKNOWN`. */
  confirm(accountId: string, token: string): Promise<Consent> {
    requireAccount(accountId);
    return this.book.confirm(accountId, token);
  }

  /** Withdraws consents for some purposes, or for all; counts from the next transfer on. @returns how many consents it touched. */
  withdraw(withdrawal: {
    readonly accountId: string;
    readonly address: Address;
    readonly purposes?: readonly string[];
    readonly act: Act;
  }): Promise<number> {
    const { accountId, address, purposes, act } = withdrawal;
    requireAccount(accountId);
    return this.book.withdraw(accountId, checkAddress(address), purposes, checkAct(act));
  }

  /** Every consent of a person, withdrawn ones included: for whoever asks for evidence. */
  of(accountId: string, address: Address): Promise<Consent[]> {
    requireAccount(accountId);
    return this.book.of(accountId, checkAddress(address));
  }
}

function check(input: ConsentInput) {
  const parsed = consentInputSchema.safeParse(input);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
