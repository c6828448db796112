import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import {
  type StoredSuppression,
  type SuppressionInput,
  type SuppressionReason,
  suppressionSchema,
} from "../../consent/suppression.js";
import type { SuppressionList } from "../../consent/suppression-list.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { Address } from "../../spec/message/address.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";
import { checkAddress } from "../check-address.js";

/** Reasons that are no word of the person. */
const OF_THE_HOST: ReadonlySet<SuppressionReason> = new Set(["host", "hard-bounce"]);

/** Who is not to be written to (R16, R21). Opt-out words, unsubscribes by mail, hard bounces and complaints put themselves on it. */
@injectable()
export class Suppressions {
  constructor(
    @inject(TOKENS.SuppressionList) private readonly list: SuppressionList,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Honoured at once; resolves when it is durable. What the person wants waits for nobody's leave; for the reasons `host` and `hard-bounce` the host is
   * asked first.
   * @throws {InstructionInvalidError} @throws {RequestError} `ACCOUNT_DELETED`; `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`.
   */
  async add(input: SuppressionInput): Promise<void> {
    const parsed = suppressionSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, address, scope, reason, act } = parsed.data;
    const request = { accountId, act, action: "add-suppression", subject: scope } as const;
    const isTheirs = !OF_THE_HOST.has(reason);
    const authorised = isTheirs ? this.desk.unasked(request) : await this.desk.require(request);
    await this.list.add(accountId, address, { scope, reason }, this.desk.actedBy(authorised));
  }

  /** Takes a person off the list again, on record. @returns whether there was an entry of this scope. */
  async lift(accountId: string, address: Address, act: Act, scope = "all"): Promise<boolean> {
    this.accounts.require(accountId);
    const person = checkAddress(address);
    const authorised = await this.desk.require({ accountId, act, action: "lift-suppression", subject: scope });
    return this.list.lift(accountId, person, scope, this.desk.actedBy(authorised));
  }

  /** The entries of one person: scope, reason, when, by whom. */
  async of(accountId: string, address: Address): Promise<StoredSuppression[]> {
    this.accounts.require(accountId);
    return this.list.of(accountId, checkAddress(address));
  }
}
