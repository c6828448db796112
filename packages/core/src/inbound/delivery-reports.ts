import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { OptOutDesk } from "../consent/opt-out-desk.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import { Turns } from "../timing/turns.js";
import type { EventBus } from "../host/event-bus.js";
import type { MessageStates } from "../outbound/message-states.js";
import type { PersonReferences } from "../people/person-references.js";
import { explainDelivery } from "../policy/delivery-fault-policy.js";
import { nextDeliveryState } from "../policy/delivery-state-policy.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import type { EarlyReportDesk } from "./early-report-desk.js";
import type { EarlyReport } from "./early-reports.js";

/** Moves messages forward by what their provider reports (G9). */
@injectable()
export class DeliveryReports {
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.EarlyReportDesk) private readonly early: EarlyReportDesk,
    @inject(TOKENS.OptOutDesk) private readonly optOuts: OptOutDesk,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {
    states.follow(({ accountId, channelId }, { messageId, providerMessageId }) => {
      if (this.early.isEmpty) return;
      const channel = this.channels.find(accountId, channelId);
      if (channel !== undefined) void this.catchUp(channel, [messageId, providerMessageId]);
    });
  }

  /** Goes on with the reports that an earlier process kept. */
  start(): void {
    this.early
      .load(async ({ channelId, name }) => {
        const channel = this.channels.ofHost(channelId);
        if (channel !== undefined) await this.catchUp(channel, [name]);
      })
      .catch(() => this.logger.error("early reports could not be read; those of later receipts may be missing"));
  }

  /**
   * @returns the id of our message, or nothing when the report is about none we know.
   * @throws {StoreError} not applied: it has to be tried again.
   */
  apply(channel: Channel, report: DeliveryReport, recordedAtMs: number): Promise<string | undefined> {
    // Each report builds on the state the one before left, a late one included.
    return this.turns.take(channel.channelId, () => {
      const { recipient, ...bare } = report;
      const about = recipient === undefined ? undefined : this.people.ofNamed(channel.accountId, recipient);
      return this.applyNow(channel, { name: nameOf(channel, report), report: bare, about, recordedAtMs });
    });
  }

  private async applyNow(channel: Channel, known: EarlyReport): Promise<string | undefined> {
    const { accountId, channelId } = channel;
    const { name, report, recordedAtMs } = known;
    const record = await this.find(channel, report);
    if (record === undefined || isUnderWay(record)) {
      // Providers report faster than they answer: the receipt may still be on its way.
      await this.early.keep(channel, known);
      // It may have come while this was kept.
      const later = await this.find(channel, report);
      if (later !== undefined && !isUnderWay(later)) void this.catchUp(channel, [name]);
      return later?.messageId;
    }
    const { messageId } = record;
    const { status, permanence } = report;
    await this.move(channel, record, report, recordedAtMs);
    if (this.events.has("delivery-reported"))
      this.events.emit("delivery-reported", {
        accountId,
        channelId,
        messageId,
        status,
        permanence,
        aheadMs: aheadOf(report, recordedAtMs),
        ...explainDelivery(report),
      });
    return messageId;
  }

  private async move(
    channel: Channel,
    record: MessageRecord,
    report: DeliveryReport,
    recordedAtMs: number,
  ): Promise<void> {
    const { messageId, sequence, attempt } = record;
    const { status, occurredAt, providerMessageId } = report;
    // A clock that goes ahead would outdo every later correction: nothing is reported before it happened. The event says by how much.
    const stateAtMs = occurredAt === undefined ? recordedAtMs : Math.min(recordedAtMs, Date.parse(occurredAt));
    const state = nextDeliveryState(record, { status, occurredAtMs: stateAtMs });
    if (state === undefined) return;
    const { code } = explainDelivery(report);
    await this.commits.commit({
      kind: "message-update",
      change: { sequence, state, queue: "none", dueAtMs: 0, attempt, providerMessageId, code, stateAtMs },
    });
    if (state !== record.state) this.states.changed(channel, { messageId, state, code, attempt, providerMessageId });
  }

  private async find(channel: Channel, report: DeliveryReport): Promise<MessageRecord | undefined> {
    const { accountId, channelId, idempotency } = channel;
    const { providerMessageId, reference } = report;
    const known = await this.store.messageByProviderId(channelId, providerMessageId);
    if (known !== undefined) return known.accountId === accountId ? known : undefined;
    // Where reports settle an unknown outcome, they carry our key: the only name both sides know from the start.
    if (idempotency?.mode !== "callback") return undefined;
    const ours = await this.store.message(accountId, reference ?? providerMessageId);
    return ours?.channelId === channelId ? ours : undefined;
  }

  private async catchUp(channel: Channel, ids: readonly (string | undefined)[]): Promise<void> {
    const { channelId } = channel;
    const waiting = this.early.take(channelId, ids);
    for (const one of waiting)
      // The store does not take it now: it is kept as it was, and comes with the next receipt or start.
      await this.applyLate(channel, one).catch(() => this.early.keep(channel, one));
    for (const name of new Set(waiting.map((one) => one.name))) this.early.settle(channelId, name);
  }

  /** When its delivery was heard nobody knew yet whose message it was: a complaint in it counts now. */
  private async applyLate(channel: Channel, known: EarlyReport): Promise<void> {
    const messageId = await this.turns.take(channel.channelId, () => this.applyNow(channel, known));
    await this.optOuts.reported(channel, known.report, messageId, known.about);
  }
}

/** By which name the receipt will be known: where reports settle unknown outcomes, they carry ours. */
const nameOf = ({ idempotency }: Channel, { reference, providerMessageId }: DeliveryReport): string =>
  idempotency?.mode === "callback" ? (reference ?? providerMessageId) : providerMessageId;

/** How far the provider's clock was ahead of ours. */
const aheadOf = ({ occurredAt }: DeliveryReport, recordedAtMs: number): number =>
  occurredAt === undefined ? 0 : Math.max(0, Date.parse(occurredAt) - recordedAtMs);

/** The host itself is about to say where it is. */
const isUnderWay = ({ state, queue }: MessageRecord): boolean =>
  UNDER_WAY.has(state) || (state === "unknown" && queue !== "none");
const UNDER_WAY: ReadonlySet<MessageRecord["state"]> = new Set(["accepted", "waiting", "transferring"]);
