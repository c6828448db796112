import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { EventHearing } from "../inbound/event-hearing.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { dueAtMs } from "../policy/rights-policy.js";
import type { Ids } from "../ports/ids.js";
import type { StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { ConversationEvent } from "../spec/inbound/conversation-event.js";
import { type Address, addressSchema } from "../spec/message/address.js";
import { Turns } from "../timing/turns.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsBook } from "./rights-book.js";
import type { RightsDesk } from "./rights-desk.js";
import { firstTargets } from "./rights-plan.js";
import type { RightsRequest } from "./rights-request.js";
import type { RightsRunner } from "./rights-runner.js";

/** An erasure walks through everything of an account: those asked for within this time go together. Milliseconds. */
const GATHERED_FOR_MS = 600_000;
const MOST_TOGETHER = 32;
const GATHERING = "GATHERING";

/**
 * Opens the request of a visitor who had their conversation deleted on the page itself, so that what the host keeps of them goes too, on record
 * (R15). Believed of channels that serve their own pages, which know a visitor by a token of theirs; and for that visitor's session alone.
 */
@injectable()
export class AskedErasures {
  private readonly turns = new Turns();

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.EventHearing) private readonly hearing: EventHearing,
    @inject(TOKENS.RightsBook) private readonly book: RightsBook,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.RightsRunner) private readonly runner: RightsRunner,
    @inject(TOKENS.RightsDesk) private readonly desk: RightsDesk,
  ) {}

  start(): void {
    this.hearing.whenErasureIsAsked((channel, event, recordedAtMs) => this.heard(channel, event, recordedAtMs));
  }

  /** Durable when it resolves. Heard twice, it is there once. @throws {StoreError} */
  private async heard(
    channel: Channel,
    { subject, occurredAt }: ConversationEvent,
    recordedAtMs: number,
  ): Promise<void> {
    if (channel.provider?.manifest.site === undefined) return;
    const address = addressSchema.safeParse({ kind: "session", value: subject });
    if (!address.success) return;
    const askedAt = occurredAt ?? new Date(recordedAtMs).toISOString();
    await this.turns.take(channel.channelId, () => this.take(channel, address.data, askedAt));
  }

  private async take(channel: Channel, address: Address, askedAt: string): Promise<void> {
    const { accountId } = channel;
    for (const request of this.book.open())
      if (request.accountId === accountId && request.right === "erase" && has(request, address)) return;
    const gathering = this.gatheringOf(channel);
    if (gathering === undefined || !(await this.join(gathering, address))) await this.open(channel, address, askedAt);
  }

  private gatheringOf({ accountId, channelId }: Channel): RightsRequest | undefined {
    for (const request of this.book.open())
      if (request.accountId === accountId && request.reference === channelId && isGathering(request)) return request;
    return undefined;
  }

  /** @returns false when it began meanwhile. */
  private join({ requestId, accountId }: RightsRequest, address: Address): Promise<boolean> {
    return this.runner.change(requestId, async () => {
      const request = this.book.find(requestId);
      if (request === undefined || !isGathering(request)) return false;
      const joined = { ...request, addresses: [...request.addresses, address] };
      this.restrictions.restrict(accountId, [address], requestId, { kind: "erasing" }, 0);
      await this.book.put(joined, this.entryOf(joined, "rights-request-joined"));
      return true;
    });
  }

  private async open({ accountId, channelId, providerId }: Channel, address: Address, askedAt: string): Promise<void> {
    const requestId = this.ids.next("rgt");
    const dueAt = new Date(dueAtMs(Date.parse(askedAt))).toISOString();
    const [first, ...rest] = firstTargets("erase");
    const nextAtMs = this.clock.now() + GATHERED_FOR_MS;
    const request: RightsRequest = {
      ...{
        requestId,
        accountId,
        right: "erase",
        addresses: [address],
        receivedAt: askedAt,
        dueAt,
        state: "open",
        told: [],
      },
      identity: {
        method: "by the visitor, with the token of their own session",
        checkedBy: providerId,
        checkedAt: askedAt,
      },
      act: { actor: "visitor", authority: "person", at: askedAt },
      reference: channelId,
      targets: first === undefined ? rest : [{ ...first, state: "waiting", nextAtMs, code: GATHERING }, ...rest],
    };
    this.restrictions.restrict(accountId, [address], requestId, { kind: "erasing" }, 0);
    try {
      await this.book.add(request, this.entryOf(request, "rights-requested"));
    } catch (error) {
      this.restrictions.allow(accountId, requestId);
      throw error;
    }
    this.events.emit("rights-request-opened", { accountId, requestId, right: "erase", dueAt });
    // Sets the clock for it; nothing is due yet.
    await this.desk.carriedOut(accountId, requestId);
  }

  private entryOf(
    { accountId, requestId, right, identity, dueAt, reference }: RightsRequest,
    action: string,
  ): StoreWrite {
    const details = { right, identity, dueAt, reference, authority: "person" };
    return this.audit.entryOf({ accountId, actor: "visitor", action, subject: requestId, details });
  }
}

const isGathering = ({ targets, addresses }: RightsRequest): boolean =>
  targets[0]?.state === "waiting" && targets[0].code === GATHERING && addresses.length < MOST_TOGETHER;

const has = ({ addresses }: RightsRequest, { kind, value }: Address): boolean =>
  addresses.some((one) => one.kind === kind && one.value === value);
