import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { OpenChannel } from "../host/channel.js";
import type { Quota } from "../egress/transfer/quota.js";
import type { EventBus } from "../host/event-bus.js";
import type { Ids } from "../ports/ids.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import { Deadline } from "../timing/deadline.js";
import { DeadlineQueue } from "../timing/deadline-queue.js";
import { OpenTransfer } from "./open-transfer.js";
import type { OutboxEntry } from "./outbox-entry.js";
import { checkOutcome, outcomeOfFailure } from "./outcome-of-failure.js";
import { undecided } from "./undecided.js";

/** The host's own limit is a little longer than the provider's, so that a call that keeps its deadline answers first. */
const DEADLINE_MARGIN = 1.05;

/** How an attempt ended. Without `transfer`, none was opened: nothing left the host. */
export interface TransferResult {
  readonly outcome: SendOutcome;
  readonly transfer: OpenTransfer | undefined;
  /** What the provider says is left of its own limit, where its manifest declares how it tells. */
  readonly quota?: Quota | undefined;
}

/**
 * Opens transfers, calls the plugin, and ends each transfer once: by the plugin's outcome, by its failure, or by the deadline. From then on
 * nobody can use the transfer's message, and a late answer changes nothing (R12).
 */
@injectable()
export class TransferDesk {
  private readonly deadlines = new DeadlineQueue();

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
  ) {}

  close(): void {
    this.deadlines.clear();
  }

  /** Makes one attempt on an open channel. `done` is called exactly once, never before this returns. */
  begin(entry: OutboxEntry, open: OpenChannel, done: (result: TransferResult) => void): void {
    const { channel } = entry;
    const operation = channel.sendFacts?.operation;
    const outbound = open.instance.outboundMessages;
    // A message that may have arrived is never sent for want of a way to ask.
    if (operation === undefined || outbound === undefined || (entry.lookup && outbound.doLookup === undefined)) {
      const outcome: SendOutcome = {
        outcome: entry.uncertain ? "unknown" : "refused",
        code: "CAPABILITY_MISSING",
        party: "host",
      };
      queueMicrotask(() => done({ outcome, transfer: undefined }));
      return;
    }
    const openedAtMs = this.clock.now();
    const transfer = new OpenTransfer(this.ids.next("trf"), entry, openedAtMs, openedAtMs + operation.timeoutMs);
    const running = new Running(this, entry, transfer, open, done);
    this.deadlines.enter(running, operation.timeoutMs * DEADLINE_MARGIN);
    open.egress.openTransfer(transfer.transferId, operation.id);
    if (this.events.has("transfer-opened")) {
      const { accountId, channelId, providerId } = channel;
      const { transferId, messageId, attempt } = transfer;
      this.events.emit("transfer-opened", { accountId, channelId, providerId, transferId, messageId, attempt });
    }
    let returned: Promise<unknown>;
    try {
      returned =
        entry.lookup && outbound.doLookup !== undefined ? outbound.doLookup(transfer) : outbound.doSend(transfer);
    } catch (error) {
      // Not looked at here: what was thrown may throw itself.
      queueMicrotask(() => this.end(running, (requestSent) => this.failure(running, error, requestSent)));
      return;
    }
    // A plugin may return a value instead of a promise, against its type.
    Promise.resolve(returned).then(
      (returned) => this.end(running, (requestSent) => this.answer(running, returned, requestSent)),
      (error: unknown) => this.end(running, (requestSent) => this.failure(running, error, requestSent)),
    );
  }

  private answer({ entry }: Running, returned: unknown, requestSent: boolean): SendOutcome {
    const outcome = checkOutcome(returned, requestSent);
    const isCertain = outcome.outcome === "try-again" && outcome.scope === "message" && !NOT_ABOUT_IT.has(outcome.code);
    return isCertain ? outcome : undecided(entry, outcome);
  }

  private failure({ entry }: Running, error: unknown, requestSent: boolean): SendOutcome {
    const meant = outcomeOfFailure(error, requestSent, entry.channel.provider?.manifest);
    const outcome = undecided(entry, meant);
    if (outcome.outcome !== "received" && outcome.code === "PLUGIN_FAILED") {
      const { providerId, channelId } = entry.channel;
      this.events.emit("plugin-failed", { providerId, channelId, code: outcome.code });
    }
    return outcome;
  }

  /** Called when the attempt took too long. */
  overdue(running: Running): void {
    this.end(running, (requestSent) =>
      requestSent || running.entry.lookup
        ? { outcome: "unknown", code: "ATTEMPT_TIMEOUT", party: "provider" }
        : { outcome: "try-again", code: "ATTEMPT_TIMEOUT", party: "host", scope: "message" },
    );
  }

  private end(running: Running, decide: (requestSent: boolean) => SendOutcome): void {
    const { entry, transfer, channel, done } = running;
    if (transfer.ended) return;
    this.deadlines.leave(running);
    const facts = channel.egress.closeTransfer(transfer.transferId);
    transfer.end(facts.bytesOut);
    let outcome: SendOutcome;
    try {
      outcome = decide(facts.requestSent);
    } catch {
      // What the plugin returned or threw fails when it is looked at.
      outcome = undecided(entry, checkOutcome(undefined, facts.requestSent));
    }
    done({ outcome, transfer, quota: facts.quota });
  }
}

/** An attempt under way. A class, because one is made for every message. */
class Running extends Deadline {
  constructor(
    private readonly desk: TransferDesk,
    readonly entry: OutboxEntry,
    readonly transfer: OpenTransfer,
    readonly channel: OpenChannel,
    readonly done: (result: TransferResult) => void,
  ) {
    super();
  }

  override expire(): void {
    this.desk.overdue(this);
  }
}

/** Codes of a lookup that could not be made, in the words of `outcomeOfStatus`: they say nothing of the message. */
const NOT_ABOUT_IT: ReadonlySet<string> = new Set(["PROVIDER_UNAVAILABLE", "OUTCOME_INVALID"]);
