import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { Ids } from "../ports/ids.js";
import type { InboundRecord } from "../ports/inbound-record.js";
import type { StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";

/** A delivery as it came in, before it has an id. */
export interface Delivery {
  readonly source: "webhook" | "sync";
  readonly deduplicationKey: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly cursor?: { readonly name: string; readonly value: string } | undefined;
  /** Documents that become durable with it, whether or not it was known already. */
  readonly joined?: readonly StoreWrite[];
}

export const CURSOR_COLLECTION = "cursors";
/** Cursor ids are scoped by their channel. */
export const cursorId = (channelId: string, name: string): string => `${channelId}/${name}`;

/** Between the id of a delivery and the number of its claim. */
const CLAIM = ".";

/** Makes deliveries durable, raw as they came, before anyone acknowledges or parses them (G1). */
@injectable()
export class InboundRecorder {
  private sequence = 0;
  private onRecorded: (record: InboundRecord) => void = () => undefined;

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
  ) {}

  start(lastSequence: number, onRecorded: (record: InboundRecord) => void): void {
    this.sequence = lastSequence;
    this.onRecorded = onRecorded;
  }

  /**
   * Resolves when the delivery, and the cursor with it, is durable.
   * @throws {StoreError} not recorded: the other side has to try again.
   */
  record(channel: Channel, delivery: Delivery): Promise<{ duplicate: boolean }> {
    const { accountId, channelId } = channel;
    this.sequence += 1;
    const record: InboundRecord = {
      sequence: this.sequence,
      rawId: this.ids.next("raw"),
      accountId,
      channelId,
      source: delivery.source,
      deduplicationKey: delivery.deduplicationKey,
      contentType: delivery.contentType,
      body: delivery.body,
      attributes: JSON.stringify(delivery.attributes),
      recordedAtMs: this.clock.now(),
      state: "recorded",
      attempt: 0,
      dueAtMs: 0,
      finished: "[]",
      code: undefined,
    };
    return new Promise((resolve, reject) => {
      // Joined: the cursor is never ahead of the delivery.
      this.commits.push(
        { kind: "inbound-insert", record },
        {
          mustKeep: false,
          onFailed: reject,
          onDurable: (conflict) => {
            resolve({ duplicate: conflict !== undefined });
            if (conflict !== undefined) return;
            if (this.events.has("inbound-recorded"))
              this.events.emit("inbound-recorded", { accountId, channelId, rawId: record.rawId });
            this.onRecorded(record);
          },
        },
        "gathered",
      );
      const { cursor, joined = [] } = delivery;
      if (cursor === undefined && joined.length === 0) return;
      const ignored = { mustKeep: false, onDurable: () => undefined, onFailed: () => undefined };
      if (cursor !== undefined) this.commits.pushJoined(cursorWrite(channel, cursor.name, cursor.value), ignored);
      for (const write of joined) this.commits.pushJoined(write, ignored);
    });
  }

  /**
   * Claims an event for the delivery it came in, beside the delivery's own key; a row that is done from the start. Kept until the store takes it.
   * @returns the `rawId` of the delivery whose it is.
   */
  claim({ rawId, accountId, channelId, source }: InboundRecord, deduplicationKey: string): Promise<string> {
    this.sequence += 1;
    const record: InboundRecord = {
      sequence: this.sequence,
      rawId: `${rawId}${CLAIM}${String(this.sequence)}`,
      accountId,
      channelId,
      source,
      deduplicationKey,
      contentType: "",
      body: new Uint8Array(0),
      attributes: "{}",
      recordedAtMs: this.clock.now(),
      state: "done",
      attempt: 0,
      dueAtMs: 0,
      finished: "[]",
      code: undefined,
    };
    return this.commits
      .keep({ kind: "inbound-insert", record })
      .then((conflict) => conflict?.existingId.split(CLAIM, 1)[0] ?? rawId);
  }

  writeCursor(channel: Channel, name: string, value: string): Promise<unknown> {
    return this.commits.commit(cursorWrite(channel, name, value));
  }
}

function cursorWrite({ accountId, channelId }: Channel, name: string, value: string): StoreWrite {
  const id = cursorId(channelId, name);
  return {
    kind: "document-put",
    document: { collection: CURSOR_COLLECTION, id, accountId, value: JSON.stringify(value) },
  };
}
