import { inject, injectable } from "tsyringe";
import { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { Authority, AuthorityRequest, UncheckedAuthority } from "../ports/authority.js";
import type { StoreWrite } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import { withinTime } from "../timing/within-time.js";
import type { AccountRegistry } from "./account-registry.js";
import { checkAct } from "./check-act.js";
import type { HostSettings } from "./host-settings.js";

/** Only these words are a verdict; anything else is a no. */
const verdictSchema = z.lazy(() =>
  z.object({ authorised: z.boolean(), reference: z.string().min(1).max(200).optional() }),
);

/** By what an act was authorised, as it is kept. */
export interface Authorisation {
  /** `person`: it protects a person, who needs nobody's leave; nobody was asked. */
  readonly by: "authority" | "unchecked" | "person";
  /** The host's proof, or why nothing was checked. */
  readonly reference?: string;
}

/** An act with the host's word on it. */
export interface AuthorisedAct extends AuthorityRequest {
  readonly authorisation: Authorisation;
}

type Answer =
  | { readonly authorised: true; readonly act: AuthorisedAct }
  | { readonly authorised: false; readonly refusal: Refusal };

/** Asks the host whether a person may do what they ask, and writes what they did into the audit trail (R4, R22). */
@injectable()
export class AuthorityDesk {
  constructor(
    @inject(TOKENS.Authority) private readonly authority: Authority | UncheckedAuthority,
    @inject(TOKENS.Options) private readonly settings: HostSettings,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.AccountRegistry) private readonly accounts: AccountRegistry,
  ) {}

  /**
   * Whether this person may do this now; a no is on record. Of an account that was deleted nobody may do anything but begin it anew.
   * @throws {InstructionInvalidError} the act is not complete.
   */
  async ask(request: AuthorityRequest): Promise<Answer> {
    const checked = { ...request, act: checkAct(request.act) };
    const verdict = await this.verdict(checked);
    if ("by" in verdict) return { authorised: true, act: { ...checked, authorisation: verdict } };
    const { accountId, act, action, subject } = checked;
    const details = { action, code: verdict.code, authority: act.authority, at: act.at };
    this.audit.record({ accountId, actor: act.actor, action: "act-refused", subject, details });
    return { authorised: false, refusal: verdict };
  }

  /**
   * As `ask`, for acts that have no refusal to give back.
   * @throws {RequestError} `AUTHORITY_REFUSED`, `AUTHORITY_UNAVAILABLE`, `ACCOUNT_DELETED`. @throws {InstructionInvalidError}
   */
  async require(request: AuthorityRequest): Promise<AuthorisedAct> {
    const answer = await this.ask(request);
    if (answer.authorised) return answer.act;
    const { code } = answer.refusal;
    const told = code === "AUTHORITY_REFUSED" || code === "ACCOUNT_DELETED" ? code : "AUTHORITY_UNAVAILABLE";
    throw new RequestError(told, { accountId: request.accountId, action: request.action });
  }

  /**
   * An act that waits for nobody's leave, because it protects a person (R14, R16): on record with what was said of its authority.
   * @throws {InstructionInvalidError} the act is not complete. @throws {RequestError} `ACCOUNT_DELETED`.
   */
  unasked(request: AuthorityRequest): AuthorisedAct {
    this.accounts.require(request.accountId);
    return { ...request, act: checkAct(request.act), authorisation: { by: "person" } };
  }

  /** An entry of an act that was authorised and did nothing. */
  record(...entry: Parameters<AuthorityDesk["entryOf"]>): void {
    this.commits.push(this.entryOf(...entry));
  }

  /** The trail's entry of an act that was authorised, to be committed together with what it did. */
  entryOf(authorised: AuthorisedAct, action: string, details: Readonly<Record<string, unknown>>): StoreWrite {
    const { accountId, subject } = authorised;
    return this.audit.entryOf({ accountId, ...this.actedBy(authorised), action, subject, details });
  }

  /** What the trail says of whoever acts, for who writes the entry. */
  actedBy({ act, authorisation }: AuthorisedAct): ActedBy {
    const { actor, authority, reference, at } = act;
    const referred = reference === undefined ? {} : { authorityReference: reference };
    return { actor, said: { authority, ...referred, at, authorisation } };
  }

  private async verdict(request: AuthorityRequest): Promise<Authorisation | Refusal> {
    const { authority } = this;
    if (request.action !== "recreate-account" && this.accounts.isDeleted(request.accountId))
      return refusal("ACCOUNT_DELETED");
    if ("unchecked" in authority) return { by: "unchecked", reference: authority.unchecked };
    const { action } = request;
    let answer: unknown;
    try {
      answer = await withinTime(authority.authorise(request), this.settings.authorityTimeoutMs, () => undefined);
    } catch {
      // The host's own error may quote anything: that it failed is told, its text is not.
      answer = undefined;
    }
    const parsed = verdictSchema.safeParse(answer);
    if (!parsed.success) {
      this.logger.error("the authority gave no verdict", { action });
      return refusal("AUTHORITY_UNAVAILABLE", { action });
    }
    const { authorised, reference } = parsed.data;
    if (!authorised) return refusal("AUTHORITY_REFUSED", { action });
    return { by: "authority", ...(reference === undefined ? {} : { reference }) };
  }
}
