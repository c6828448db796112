import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { MessageStates } from "../outbound/message-states.js";
import { nextDeliveryState } from "../policy/delivery-state-policy.js";
import type { Store } from "../ports/store.js";
import type { DeliveryReport } from "../spec/inbound/delivery-report.js";

/** Moves messages forward by what their provider reports (G9). */
@injectable()
export class DeliveryReports {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
  ) {}

  /** @returns the id of our message, or nothing when the report is about none we know. */
  async apply(channel: Channel, report: DeliveryReport, recordedAtMs: number): Promise<string | undefined> {
    const { accountId, channelId } = channel;
    const record = await this.store.messageByProviderId(channelId, report.providerMessageId);
    if (record === undefined || record.accountId !== accountId) return undefined;
    const { messageId, sequence, attempt } = record;
    const { status, permanence, occurredAt } = report;
    const occurredAtMs = occurredAt === undefined ? recordedAtMs : Date.parse(occurredAt);
    const state = nextDeliveryState(record, { status, occurredAtMs });
    if (state !== undefined) {
      const code = report.enhancedStatusCode ?? report.providerCode;
      const { providerMessageId } = record;
      await this.commits.commit({
        kind: "message-update",
        change: {
          sequence,
          state,
          queue: "none",
          dueAtMs: 0,
          attempt,
          providerMessageId,
          code,
          stateAtMs: occurredAtMs,
        },
      });
      this.states.changed(channel, { messageId, state, code, attempt, providerMessageId });
    }
    this.events.emit("delivery-reported", { accountId, channelId, messageId, status, permanence });
    return messageId;
  }
}
