import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import { Turns } from "../timing/turns.js";
import type { EventBus } from "../host/event-bus.js";
import type { MessageStates } from "../outbound/message-states.js";
import { nextDeliveryState } from "../policy/delivery-state-policy.js";
import type { MessageRecord } from "../ports/message-record.js";
import type { Store } from "../ports/store.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";
import { EarlyReports } from "./early-reports.js";

/** Moves messages forward by what their provider reports (G9). */
@injectable()
export class DeliveryReports {
  private readonly early = new EarlyReports();
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
  ) {
    states.follow(({ accountId, channelId }, { messageId, providerMessageId }) => {
      if (this.early.size === 0) return;
      const channel = this.channels.find(accountId, channelId);
      const waiting = this.early.take(channelId, [messageId, providerMessageId]);
      if (channel === undefined || waiting.length === 0) return;
      void this.catchUp(channel, waiting);
    });
  }

  /**
   * @returns the id of our message, or nothing when the report is about none we know.
   * @throws {StoreError} not applied: it has to be tried again.
   */
  apply(channel: Channel, report: DeliveryReport, recordedAtMs: number): Promise<string | undefined> {
    // Each report builds on the state the one before left, a late one included.
    return this.turns.take(channel.channelId, () => this.applyNow(channel, report, recordedAtMs));
  }

  private async applyNow(channel: Channel, report: DeliveryReport, recordedAtMs: number): Promise<string | undefined> {
    const { accountId, channelId } = channel;
    const record = await this.find(channel, report);
    if (record === undefined || isUnderWay(record)) {
      // Providers report faster than they answer: the receipt may still be on its way.
      this.early.add(channelId, { report, recordedAtMs });
      return record?.messageId;
    }
    const { messageId } = record;
    const { status, permanence } = report;
    await this.move(channel, record, report, recordedAtMs);
    this.events.emit("delivery-reported", { accountId, channelId, messageId, status, permanence });
    return messageId;
  }

  private async move(
    channel: Channel,
    record: MessageRecord,
    { status, occurredAt, providerMessageId, reference: _, ...codes }: DeliveryReport,
    recordedAtMs: number,
  ): Promise<void> {
    const { messageId, sequence, attempt } = record;
    const stateAtMs = occurredAt === undefined ? recordedAtMs : Date.parse(occurredAt);
    const state = nextDeliveryState(record, { status, occurredAtMs: stateAtMs });
    if (state === undefined) return;
    const code = codes.enhancedStatusCode ?? codes.providerCode;
    await this.commits.commit({
      kind: "message-update",
      change: { sequence, state, queue: "none", dueAtMs: 0, attempt, providerMessageId, code, stateAtMs },
    });
    this.states.changed(channel, { messageId, state, code, attempt, providerMessageId });
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

  private async catchUp(channel: Channel, waiting: ReturnType<EarlyReports["take"]>): Promise<void> {
    for (const { report, recordedAtMs } of waiting)
      await this.apply(channel, report, recordedAtMs).catch(() =>
        this.early.add(channel.channelId, { report, recordedAtMs }),
      );
  }
}

/** The host itself is about to say where it is. */
const isUnderWay = ({ state, queue }: MessageRecord): boolean =>
  UNDER_WAY.has(state) || (state === "unknown" && queue !== "none");
const UNDER_WAY: ReadonlySet<MessageRecord["state"]> = new Set(["accepted", "waiting", "transferring"]);
