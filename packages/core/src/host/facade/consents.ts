import { requireQuery } from "../require-query.js";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import { type Consent, type ConsentInput, consentInputSchema } from "../../consent/consent.js";
import type { ConsentBook } from "../../consent/consent-book.js";
import type { ActedBy } from "../../ledger/acted-by.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { Address } from "../../spec/message/address.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import { checkAddress } from "../check-address.js";

const DAY_MS = 86_400_000;

/**
 * The consents of an account's people: recorded, confirmed, withdrawn, shown (R14). To say that somebody consented is an act for the account, and
 * asked of the host; what a person does, confirming and withdrawing, waits for nobody's leave.
 */
@injectable()
export class Consents {
  constructor(
    @inject(TOKENS.ConsentBook) private readonly book: ConsentBook,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /** Records a consent as given. @throws {InstructionInvalidError} @throws {RequestError} `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`, `ACCOUNT_DELETED`. */
  async give(input: ConsentInput): Promise<Consent> {
    const { consent, by } = await this.recorded(input);
    return this.book.give(consent, by);
  }

  /**
   * First half of a double opt-in: records the consent as waiting and gives the token for the link or code that the account sends to the
   * person. The token is not kept and cannot be read again.
   * @param options.validForDays - 7 unless told.
   * @throws as `give`.
   */
  async request(
    input: ConsentInput,
    options: { readonly validForDays?: number } = {},
  ): Promise<{ readonly consent: Consent; readonly token: string }> {
    const { consent, by } = await this.recorded(input);
    return this.book.request(consent, (options.validForDays ?? 7) * DAY_MS, by);
  }

  /** Second half: the person came back with the token. A second time is harmless. @throws {RequestError} `CONFIRMATION_UNKNOWN`. */
  async confirm(accountId: string, token: string): Promise<Consent> {
    this.accounts.require(accountId);
    // What is no text is no token.
    return this.book.confirm(accountId, z.string().catch("").parse(token));
  }

  /** Withdraws consents for some purposes, or for all; counts from the next transfer on. @returns how many consents it touched. */
  async withdraw(withdrawal: {
    readonly accountId: string;
    readonly address: Address;
    readonly purposes?: readonly string[];
    readonly act: Act;
  }): Promise<number> {
    requireQuery(withdrawal);
    const { accountId, address, purposes, act } = withdrawal;
    const person = checkAddress(address);
    const by = this.desk.actedBy(this.desk.unasked({ accountId, act, action: "withdraw-consent", subject: accountId }));
    return this.book.withdraw(accountId, person, purposes, act, by);
  }

  /** Every consent of a person, withdrawn ones included: for whoever asks for evidence. */
  async of(accountId: string, address: Address): Promise<Consent[]> {
    this.accounts.require(accountId);
    return this.book.of(accountId, checkAddress(address));
  }

  private async recorded(
    input: ConsentInput,
  ): Promise<{ readonly consent: z.output<typeof consentInputSchema>; readonly by: ActedBy }> {
    const parsed = consentInputSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, act } = parsed.data;
    // Who the person is stays with the consent: the host is asked about the account.
    const authorised = await this.desk.require({ accountId, act, action: "record-consent", subject: accountId });
    return { consent: parsed.data, by: this.desk.actedBy(authorised) };
  }
}
