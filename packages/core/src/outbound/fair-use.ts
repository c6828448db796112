import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { PersonReferences } from "../people/person-references.js";
import type { FairUsePlans } from "../policy/fair-use-policy.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import type { UsageClaim, UsageCounter, UsageVerdict } from "../ports/usage-counter.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";
import { isThenable } from "../timing/is-thenable.js";
import { withinTime } from "../timing/within-time.js";
import type { CountedUsage } from "./counted-usage.js";
import type { GatePipeline } from "./gate-pipeline.js";

/** Time a counter of the host's own has for one answer. Milliseconds. */
const COUNT_LIMIT_MS = 5_000;
const NO_CLAIMS: readonly UsageClaim[] = [];
const NOTHING_COUNTED: CountedUsage = { claims: NO_CLAIMS, takenAtMs: 0 };

/** A reduced rate that stands beside the plan (R20): of the account, one of its channels, or one recipient. */
export interface Restraint {
  readonly blockId: string;
  readonly subject: "account" | "channel" | "recipient";
  readonly channelId?: string | undefined;
  /** References of the person; see `PersonReferences`. */
  readonly people?: readonly string[] | undefined;
  readonly messages: number;
  readonly windowSeconds: number;
}

/** The limits of service plans, and the gate that counts (R19). The last gate: what another one refuses is not counted. */
@injectable()
export class FairUse {
  /** Accounts that have another plan than the default. */
  private readonly planOf = new Map<string, string>();
  /** Reduced rates by account. */
  private readonly restraints = new Map<string, readonly Restraint[]>();
  /** By channel: a plan does not change, and names that are made anew for each message cost more than to count. */
  private readonly claimsOf = new WeakMap<object, { readonly plan: string; readonly claims: readonly UsageClaim[] }>();
  private answersLate = false;
  /** What a counter counts that answers later; most answer at once. */
  private readonly countedLate = new WeakMap<OutboundMessage, CountedUsage>();

  constructor(
    @inject(TOKENS.FairUsePlans) private readonly plans: FairUsePlans,
    @inject(TOKENS.UsageCounter) private readonly counter: UsageCounter,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
    @inject(TOKENS.GatePipeline) gates: GatePipeline,
  ) {
    gates.use({ name: "fair-use", again: false, decide: ({ channel, message }) => this.decide(channel, message) });
  }

  /** @throws {RequestError} `PLAN_UNKNOWN`. */
  check(plan: string): void {
    if (!Object.hasOwn(this.plans.plans, plan)) throw new RequestError("PLAN_UNKNOWN", { plan });
  }

  /** @param plan - the default plan when absent. */
  setPlan(accountId: string, plan: string | undefined): void {
    if (plan === undefined) this.planOf.delete(accountId);
    else this.planOf.set(accountId, plan);
  }

  /** Adds a reduced rate: counted beside the plan's limits, never instead of them. */
  restrain(accountId: string, restraint: Restraint): void {
    const others = this.restraints.get(accountId)?.filter(({ blockId }) => blockId !== restraint.blockId) ?? [];
    this.restraints.set(accountId, [...others, restraint]);
  }

  unrestrain(accountId: string, blockId: string): void {
    const left = this.restraints.get(accountId)?.filter((one) => one.blockId !== blockId) ?? [];
    if (left.length === 0) this.restraints.delete(accountId);
    else this.restraints.set(accountId, left);
  }

  /** The account is gone. */
  forget(accountId: string): void {
    this.planOf.delete(accountId);
    this.restraints.delete(accountId);
  }

  /** The plan an account has now: one that the host no longer knows gives nothing. */
  planNameOf(accountId: string): string {
    return this.planOf.get(accountId) ?? this.plans.defaultPlan;
  }

  /** What a message of a channel counts against; with the message, for everyone it goes to, and what its recipients count against, too. */
  claims(
    channel: Pick<Channel, "accountId" | "channelId" | "providerId">,
    message?: Pick<OutboundMessage, "recipients">,
  ): readonly UsageClaim[] {
    const ofPlan = this.claimsOfPlan(channel);
    const restraints = this.restraints.size === 0 ? undefined : this.restraints.get(channel.accountId);
    const claims =
      restraints === undefined ? ofPlan : [...ofPlan, ...this.claimsOfBlocks(restraints, channel, message)];
    const recipients = message?.recipients.length ?? 1;
    if (recipients <= 1) return claims;
    return claims.map((claim) => (claim.limit.per === "recipient" ? claim : { ...claim, count: recipients }));
  }

  private claimsOfBlocks(
    restraints: readonly Restraint[],
    { accountId, channelId }: Pick<Channel, "accountId" | "channelId">,
    message: Pick<OutboundMessage, "recipients"> | undefined,
  ): readonly UsageClaim[] {
    const people = new Set(message?.recipients.map(({ address }) => this.people.of(accountId, address)));
    return restraints
      .filter(
        ({ subject, ...one }) =>
          subject === "account" ||
          (subject === "channel"
            ? one.channelId === channelId
            : one.people?.some((person) => people.has(person)) === true),
      )
      .map((restraint) => claimOf(accountId, restraint));
  }

  private claimsOfPlan(channel: Pick<Channel, "accountId" | "channelId" | "providerId">): readonly UsageClaim[] {
    const plan = this.planNameOf(channel.accountId);
    const known = this.claimsOf.get(channel);
    if (known?.plan === plan) return known.claims;
    const claims = this.claimsUnder(plan, channel);
    this.claimsOf.set(channel, { plan, claims });
    return claims;
  }

  private claimsUnder(
    plan: string,
    { accountId, channelId, providerId }: Pick<Channel, "accountId" | "channelId" | "providerId">,
  ): readonly UsageClaim[] {
    const limits = Object.hasOwn(this.plans.plans, plan) ? this.plans.plans[plan]?.limits : undefined;
    // A plan that is gone from the host's options lets nothing through until somebody decides.
    if (limits === undefined)
      return [{ key: `${accountId} gone`, accountId, limit: { per: "account", messages: 0, windowSeconds: 1 } }];
    if (limits.length === 0) return NO_CLAIMS;
    const idOf = { account: "", channel: channelId, provider: providerId };
    return limits.map((limit) => ({
      key: `${accountId} ${limit.per} ${idOf[limit.per]} ${String(limit.windowSeconds)}`,
      accountId,
      limit,
    }));
  }

  /** What was counted for a message that just passed. Asked at once: plan and blocks may be others when it is given back. */
  counted(channel: Channel, message: OutboundMessage): CountedUsage {
    const late = this.answersLate ? this.countedLate.get(message) : undefined;
    if (late !== undefined) return late;
    const claims = this.claims(channel, message);
    return claims.length === 0 ? NOTHING_COUNTED : { claims, takenAtMs: this.clock.now() };
  }

  /** The message was not accepted after all: a hook refused it, or its key was known. */
  giveBack({ claims, takenAtMs }: CountedUsage): void {
    if (claims.length === 0) return;
    try {
      const given = this.counter.giveBack(claims, takenAtMs);
      if (isThenable(given)) Promise.resolve(given).catch(() => this.notGivenBack());
    } catch {
      this.notGivenBack();
    }
  }

  private decide(channel: Channel, message: OutboundMessage): Refusal | undefined | Promise<Refusal | undefined> {
    const claims = this.claims(channel, message);
    if (claims.length === 0) return undefined;
    try {
      const verdict = this.counter.take(claims);
      if (!isThenable(verdict)) return this.refusalOf(channel, claims, verdict);
      const counted = { claims, takenAtMs: this.clock.now() };
      this.answersLate = true;
      this.countedLate.set(message, counted);
      return this.answered(counted, Promise.resolve(verdict))
        .then((late) => this.refusalOf(channel, claims, late))
        .catch(() => this.uncounted(channel));
    } catch {
      return this.uncounted(channel);
    }
  }

  /** The counter's answer, if it comes in time. What it counts later belongs to a message that was refused. */
  private async answered(counted: CountedUsage, verdict: Promise<UsageVerdict>): Promise<UsageVerdict> {
    return withinTime(verdict, COUNT_LIMIT_MS, () => {
      verdict
        .then((late) => {
          if (late.taken) this.giveBack(counted);
        })
        .catch(() => this.logger.warn("a counter failed after it took too long"));
      throw new TypeError("the counter took too long");
    });
  }

  /** A count that cannot be given back is one too many: nobody is let through for it. */
  private notGivenBack(): void {
    this.logger.error("a counter could not take back what it counted");
  }

  /** @throws {TypeError} the verdict says nothing: nobody knows whether there is room. */
  private refusalOf({ accountId }: Channel, claims: readonly UsageClaim[], verdict: UsageVerdict): Refusal | undefined {
    // The host's own counter answers: what is not plainly yes is no.
    const said: unknown = verdict.taken;
    if (typeof said !== "boolean") throw new TypeError("the counter's verdict is none");
    if (verdict.taken) return undefined;
    const { limit, blockId, count } = claims[verdict.claim] ?? {};
    const facts = {
      ...(count === undefined ? {} : { recipients: count }),
      per: limit?.per ?? "account",
      messages: limit?.messages ?? 0,
      windowSeconds: limit?.windowSeconds ?? 0,
      // Throws where it is no time: then the verdict is none.
      until: new Date(verdict.untilMs).toISOString(),
    };
    return blockId === undefined
      ? refusal("FAIR_USE_EXCEEDED", { limitedBy: "host", plan: this.planNameOf(accountId), ...facts })
      : refusal("FAIR_USE_REDUCED", { limitedBy: "host", blockId, ...facts });
  }

  /** Fails closed: what cannot be counted is not let through. */
  private uncounted({ channelId }: Channel): Refusal {
    this.logger.error("messages cannot be counted, so they are refused", { channelId });
    return refusal("FAIR_USE_UNKNOWN");
  }
}

function claimOf(accountId: string, { blockId, subject, messages, windowSeconds }: Restraint): UsageClaim {
  return {
    key: `${accountId} block ${blockId} ${String(windowSeconds)}`,
    accountId,
    limit: { per: subject, messages, windowSeconds },
    blockId,
  };
}
