import { inject, injectable } from "tsyringe";
import type { z } from "zod";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { AccountRegistry } from "../host/account-registry.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { FairUse } from "../outbound/fair-use.js";
import type { ReleaseOrders } from "../outbound/release-orders.js";
import { decideRetention, type Retention } from "../policy/retention-policy.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import { documentPages } from "../ports/document-pages.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import { Turns } from "../timing/turns.js";
import type { AccountErasure } from "./account-erasure.js";
import { type AccountState, type accountOrderSchema, accountStateSchema } from "./account-state.js";

const COLLECTION = "account-states";
const THE_HOST: ActedBy = { actor: "host" };
const KEPT: ReadonlySet<string> = new Set([COLLECTION]);
/** The name under which a state refuses messages. */
const BY_STATE = "state";
const HOUR_MS = 3_600_000;
/** How often a deletion looks whether a transfer has ended. Milliseconds. */
const LOOK_AGAIN_MS = 1_000;

type Order = z.output<typeof accountOrderSchema>;

/** Suspends, archives and deletes accounts, by order and by the rules of retention (R18). A deletion goes on after a crash. */
@injectable()
export class AccountDesk {
  private readonly states = new Map<string, AccountState>();
  private readonly turns = new Turns();
  private timer: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    @inject(TOKENS.Retention) private readonly retention: Retention,
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.AccountRegistry) private readonly registry: AccountRegistry,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.FairUse) private readonly fairUse: FairUse,
    @inject(TOKENS.ReleaseOrders) private readonly releases: ReleaseOrders,
    @inject(TOKENS.AccountErasure) private readonly erasure: AccountErasure,
  ) {
    if (retention.freePlans.length === 0) return;
    // Only hosts that archive pay for it.
    const active = ({ accountId }: { readonly accountId: string }): void => this.active(accountId);
    events.on("message-accepted", active);
    events.on("inbound-recorded", active);
  }

  async load(): Promise<void> {
    for await (const documents of documentPages(this.store, COLLECTION))
      for (const document of documents) this.apply(parseDocument(document, accountStateSchema));
  }

  start(): void {
    this.timer = setInterval(() => this.look(), HOUR_MS).unref();
    this.look();
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
    clearTimeout(this.again);
  }

  stateOf(accountId: string): AccountState["state"] {
    return this.states.get(accountId)?.state ?? "active";
  }

  /** Nothing passes any more; the data stays for the time of the retention rules, then the account is deleted. */
  suspend({ accountId, reason }: Order, by: ActedBy): Promise<void> {
    return this.turns.take(accountId, async () => {
      this.check(accountId);
      await this.change(accountId, "suspended", reason, by);
    });
  }

  /** Takes a suspended or archived account up again; held messages go on. */
  resume({ accountId, reason }: Order, by: ActedBy): Promise<void> {
    return this.turns.take(accountId, async () => {
      this.check(accountId);
      const order = this.releases.of(accountId);
      await this.change(accountId, "active", reason, by, "account-active", [order.write]);
      await order.carryOut();
    });
  }

  /** The order is durable when it resolves, and nothing passes any more; the data goes in the background, see `settled`. */
  async delete({ accountId, reason }: Order, by: ActedBy): Promise<void> {
    await this.turns.take(accountId, async () => {
      this.check(accountId);
      await this.change(accountId, "deleting", reason, by);
    });
    void this.carryOn(accountId);
  }

  /** The id begins anew, as an account that nothing is known of. @throws {RequestError} `ACCOUNT_EXISTS`. */
  recreate({ accountId, reason }: Order, by: ActedBy): Promise<void> {
    return this.turns.take(accountId, async () => {
      if (this.stateOf(accountId) !== "deleted") throw new RequestError("ACCOUNT_EXISTS", { accountId });
      await this.change(accountId, "active", reason, by, "account-recreated");
    });
  }

  /** Resolves when the account is deleted, or a transfer has to end first. @returns the state it is in. */
  async settled(accountId: string): Promise<AccountState["state"]> {
    await this.carryOn(accountId);
    return this.stateOf(accountId);
  }

  /** Applies the rules of retention to every account. The host does it each hour; a test or a job may ask for it. */
  async sweep(): Promise<void> {
    for (const accountId of this.known()) {
      // Whoever pays and was never touched has nothing to be decided.
      if (!this.states.has(accountId) && !this.isFree(accountId)) continue;
      // Decided in its turn: what somebody is just taking up again is not deleted behind their back.
      await this.turns.take(accountId, () => this.retain(accountId));
      if (this.stateOf(accountId) === "deleting") await this.carryOn(accountId);
    }
  }

  private async retain(accountId: string): Promise<void> {
    if (this.stateOf(accountId) === "active" && !this.isFree(accountId)) {
      // Whoever pays has no activity on record: on a free plan again, it begins anew.
      this.states.delete(accountId);
      this.commits.push({ kind: "document-delete", collection: COLLECTION, id: accountId });
      return;
    }
    const nowMs = this.clock.now();
    const known = this.states.get(accountId) ?? this.fresh(accountId, nowMs);
    const verdict = decideRetention({ ...known, plan: this.fairUse.planNameOf(accountId) }, this.retention, nowMs);
    if (verdict === "archive") {
      const reason = `inactive for ${String(this.retention.archiveInactiveDays)} days`;
      await this.change(accountId, "archived", reason, THE_HOST);
    } else if (verdict === "delete" && known.state !== "deleting") {
      const order = `retention: ${known.state} since ${new Date(known.sinceMs).toISOString()}`;
      await this.change(accountId, "deleting", order, THE_HOST);
    }
  }

  /** An account that is being deleted: goes on where it was. */
  private carryOn(accountId: string): Promise<void> {
    return this.turns.take(accountId, async () => {
      if (this.stopped || this.stateOf(accountId) !== "deleting") return;
      try {
        if (!(await this.erasure.settle(accountId))) {
          this.lookAgain();
          return;
        }
        await this.erasure.erase(accountId, KEPT);
        await this.change(accountId, "deleted", "", THE_HOST);
      } catch (error) {
        // A store that cannot be read now: the next look goes on with it.
        this.logger.error("an account could not be deleted yet; it is tried again", {
          accountId,
          error: error instanceof Error ? error.name : "unknown",
        });
        this.lookAgain();
      }
    });
  }

  private check(accountId: string): void {
    const state = this.stateOf(accountId);
    if (state === "deleting" || state === "deleted") throw new RequestError("ACCOUNT_DELETED", { accountId });
  }

  private async change(
    accountId: string,
    state: AccountState["state"],
    reason: string,
    by: ActedBy,
    action = `account-${state}`,
    joined: readonly StoreWrite[] = [],
  ): Promise<void> {
    const nowMs = this.clock.now();
    const lastActiveAtMs = state === "active" ? nowMs : (this.states.get(accountId)?.lastActiveAtMs ?? nowMs);
    const changed: AccountState = { accountId, state, sinceMs: nowMs, lastActiveAtMs, reason };
    // Refused from now on, before it is durable; let go on only after.
    if (state !== "active") this.apply(changed);
    const entry = this.audit.entryOf({ accountId, ...by, action, subject: accountId, details: { reason } });
    await this.commits.keep(writeOf(changed), entry, ...joined);
    this.apply(changed);
    this.events.emit("account-state-changed", { accountId, state });
  }

  private apply(known: AccountState): void {
    const { accountId, state } = known;
    this.states.set(accountId, known);
    if (state === "active") this.registry.allow(accountId, BY_STATE);
    else this.registry.refuse(accountId, BY_STATE, refusalOf(state));
  }

  /** Once a day an account's activity is written down. */
  private active(accountId: string): void {
    const nowMs = this.clock.now();
    if (!this.isFree(accountId)) return;
    const known = this.states.get(accountId);
    if (known !== undefined && (known.state !== "active" || nowMs - known.lastActiveAtMs < HOUR_MS * 24)) return;
    this.fresh(accountId, nowMs);
  }

  private fresh(accountId: string, nowMs: number): AccountState {
    const state: AccountState = { accountId, state: "active", sinceMs: nowMs, lastActiveAtMs: nowMs, reason: "" };
    this.states.set(accountId, state);
    this.commits.push(writeOf(state));
    return state;
  }

  private isFree(accountId: string): boolean {
    return this.retention.freePlans.includes(this.fairUse.planNameOf(accountId));
  }

  private known(): Set<string> {
    const known = new Set(this.states.keys());
    for (const { accountId } of this.channels.all()) known.add(accountId);
    return known;
  }

  private look(): void {
    this.sweep().catch(() => this.logger.error("accounts could not be looked at; it is tried again"));
  }

  private lookAgain(): void {
    clearTimeout(this.again);
    if (!this.stopped) this.again = setTimeout(() => this.look(), LOOK_AGAIN_MS).unref();
  }
}

function writeOf(state: AccountState): StoreWrite {
  const { accountId } = state;
  return {
    kind: "document-put",
    document: { collection: COLLECTION, id: accountId, accountId, value: JSON.stringify(state) },
  };
}

function refusalOf(state: Exclude<AccountState["state"], "active">): Refusal {
  if (state === "suspended") return refusal("ACCOUNT_SUSPENDED");
  return refusal(state === "archived" ? "ACCOUNT_ARCHIVED" : "ACCOUNT_DELETED");
}
