import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import { TOKENS } from "../../di/tokens.js";
import type { PersonData } from "../../rights/person-data.js";
import type { PersonDataDesk } from "../../rights/person-data-desk.js";
import type { RightsBook } from "../../rights/rights-book.js";
import type { RightsDesk } from "../../rights/rights-desk.js";
import {
  type RightsOrder,
  rightsOrderSchema,
  type RightsRequest,
  type SubjectRight,
  type TaskCompletion,
  taskCompletionSchema,
} from "../../rights/rights-request.js";
import type { Act } from "../../spec/act.js";
import { InstructionInvalidError } from "../../spec/errors/instruction-invalid-error.js";
import type { AccountRegistry } from "../account-registry.js";
import type { AuthorityDesk } from "../authority-desk.js";

/** What ends or narrows messages to a person, and nothing else. */
const PROTECTS: ReadonlySet<SubjectRight> = new Set(["restrict", "object", "withdraw"]);

/** The rights of people: access, rectification, erasure, restriction, portability, objection, withdrawal (R15). */
@injectable()
export class Rights {
  constructor(
    @inject(TOKENS.RightsDesk) private readonly desk: RightsDesk,
    @inject(TOKENS.RightsBook) private readonly book: RightsBook,
    @inject(TOKENS.PersonDataDesk) private readonly personData: PersonDataDesk,
    @inject(TOKENS.AuthorityDesk) private readonly authority: AuthorityDesk,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Takes a person's request in: durable when this resolves, and in force before. It goes to everything that has the person's data: queues, store, lists,
   * memory, ledger, and the providers, which do it by their own method or get a dated task that somebody completes.
   * - `restrict`, `object`, `withdraw` are honoured at once; so is the end of all messages to a person who is being erased.
   *   These three only take from the account what it may do, so they wait for nobody's leave: the authority is not asked.
   * - `erase`: when its state is `done`, no byte of the person is left in any file; what is left is that they are not to be written to, if they said so.
   * @throws {RequestError} `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`, as every other act here; `ACCOUNT_DELETED`.
   * @throws {InstructionInvalidError} incomplete: without a checked identity nothing is done. @throws {StoreError} nothing was taken in.
   */
  async request(order: RightsOrder): Promise<RightsRequest> {
    const checked = check(rightsOrderSchema, order);
    const { accountId, act, right } = checked;
    const asked = { accountId, act, action: "request-right", subject: right } as const;
    const authorised = PROTECTS.has(right) ? this.authority.unasked(asked) : await this.authority.require(asked);
    return this.desk.open(checked, this.authority.actedBy(authorised));
  }

  /** Resolves when the host has done what it can do now; look at `state` and `targets`. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async carriedOut(accountId: string, requestId: string): Promise<RightsRequest> {
    this.accounts.require(accountId);
    return this.desk.carriedOut(accountId, requestId);
  }

  /** @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async get(accountId: string, requestId: string): Promise<RightsRequest> {
    this.accounts.require(accountId);
    return this.book.get(accountId, requestId);
  }

  /** Every request of an account's people; those that are done name nobody. */
  async list(accountId: string): Promise<RightsRequest[]> {
    this.accounts.require(accountId);
    return this.book.of(accountId);
  }

  /** Somebody did what a provider has no method for. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async completeTask(completion: TaskCompletion): Promise<RightsRequest> {
    const checked = check(taskCompletionSchema, completion);
    const { accountId, act, requestId } = checked;
    const authorised = await this.authority.require({ accountId, act, action: "complete-right", subject: requestId });
    return this.desk.complete(checked, this.authority.actedBy(authorised));
  }

  /** Of `access` and `port`: everything about the person as JSON, see `personDataSchema`. Made anew at each call. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async data(accountId: string, requestId: string): Promise<PersonData> {
    this.accounts.require(accountId);
    return this.personData.of(accountId, requestId);
  }

  /** The person has the data: closes the request. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`: it is not ready. */
  async answered(accountId: string, requestId: string, act: Act): Promise<RightsRequest> {
    this.accounts.require(accountId);
    const authorised = await this.authority.require({ accountId, act, action: "complete-right", subject: requestId });
    return this.desk.answered(accountId, requestId, this.authority.actedBy(authorised));
  }

  /** Ends a restriction, or an objection that the person took back; held messages go on. @throws {RequestError} `RIGHTS_REQUEST_UNKNOWN`. */
  async lift(accountId: string, requestId: string, act: Act): Promise<void> {
    this.accounts.require(accountId);
    const authorised = await this.authority.require({ accountId, act, action: "lift-right", subject: requestId });
    return this.desk.lift(accountId, requestId, this.authority.actedBy(authorised));
  }

  /** Goes on with what is due, and tells of deadlines. The host does this by itself. */
  sweep(): Promise<void> {
    return this.desk.sweep();
  }
}

function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new InstructionInvalidError(parsed.error);
  return parsed.data;
}
