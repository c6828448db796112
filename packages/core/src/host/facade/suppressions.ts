import { inject, injectable } from "tsyringe";
import { TOKENS } from "../../di/tokens.js";
import { type StoredSuppression, type SuppressionInput, suppressionSchema } from "../../consent/suppression.js";
import type { SuppressionList } from "../../consent/suppression-list.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { Address } from "../../spec/message/address.js";
import type { AuthorityDesk } from "../authority-desk.js";
import { checkAct } from "../check-act.js";
import { checkAddress } from "../check-address.js";
import { requireAccount } from "../require-account.js";

/** Who is not to be written to (R16, R21). Opt-out words, unsubscribes by mail, hard bounces and complaints put themselves on it. */
@injectable()
export class Suppressions {
  constructor(
    @inject(TOKENS.SuppressionList) private readonly list: SuppressionList,
    @inject(TOKENS.AuthorityDesk) private readonly desk: AuthorityDesk,
  ) {}

  /** Honoured at once; resolves when it is durable. @throws {InstructionInvalidError} */
  async add(input: SuppressionInput): Promise<void> {
    const parsed = suppressionSchema.safeParse(input);
    if (!parsed.success) throw new InstructionInvalidError(parsed.error);
    const { accountId, address, scope, reason, act } = parsed.data;
    await this.list.add(accountId, address, { scope, reason }, { actor: act.actor });
  }

  /** Takes a person off the list again, on record. @returns whether there was an entry of this scope. */
  async lift(accountId: string, address: Address, act: Act, scope = "all"): Promise<boolean> {
    requireAccount(accountId);
    await this.desk.require({ accountId, act, action: "lift-suppression", subject: scope });
    return this.list.lift(accountId, checkAddress(address), scope, { actor: checkAct(act).actor });
  }

  /** The entries of one person: scope, reason, when, by whom. */
  of(accountId: string, address: Address): Promise<StoredSuppression[]> {
    requireAccount(accountId);
    return this.list.of(accountId, checkAddress(address));
  }
}
