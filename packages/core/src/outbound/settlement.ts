import { inject, injectable } from "tsyringe";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { CommitTicket } from "../commit/commit-ticket.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { EventBus } from "../host/event-bus.js";
import type { AuditLog } from "../ledger/audit-log.js";
import type { Refusal } from "../policy/refusal.js";
import { transferReceipt } from "../ledger/transfer-receipt.js";
import type { LedgerEntry } from "../ports/ledger-entry.js";
import type { PersonReferences } from "../people/person-references.js";
import type { StoreWrite } from "../ports/store.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { MessageStates } from "./message-states.js";
import { ended, nextStep, type NextStep, waitForProvider } from "./next-step.js";
import { expiresAtInstant, type OutboxEntry } from "./outbox-entry.js";
import type { TransferResult } from "./transfer-desk.js";

type RefusedRecipients = NonNullable<Extract<SendOutcome, { outcome: "received" }>["refusedRecipients"]>;

/** Told an answer that refuses recipients: all of the message, or some while it was taken for the others. */
type AnswerFollower = (
  channel: Channel,
  recipients: OutboxEntry["message"]["recipients"],
  outcome: SendOutcome,
) => void;

/** Outcomes that the host made up without trying: they say nothing of the channel. */
const HOST_CODES: ReadonlySet<string> = new Set([
  ...["HOST_STOPPED", "GATE_FAILED", "CHANNEL_CLOSING", "STORE_WRITE_REFUSED"],
]);

/**
 * Records how attempts ended and what follows: ledger entry and next state in one group, told to listeners when it is durable.
 */
@injectable()
export class Settlement {
  private readonly followers: AnswerFollower[] = [];

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.MessageStates) private readonly states: MessageStates,
    @inject(TOKENS.AvailabilityBoard) private readonly availability: AvailabilityBoard,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  /** Adds one who is told what providers say of recipients, before the receipt is written: what it writes then is durable no later. */
  follow(follower: AnswerFollower): void {
    this.followers.push(follower);
  }

  /** An attempt ended. @returns what follows, already applied to the entry. */
  settle(entry: OutboxEntry, result: TransferResult): NextStep {
    const { channel } = entry;
    const { outcome, transfer } = result;
    const nowMs = this.clock.now();
    this.tellAvailability(channel, result, nowMs);
    if (saysOfRecipients(outcome))
      for (const follow of this.followers) follow(channel, entry.message.recipients, outcome);
    if (outcome.outcome === "unknown") entry.uncertain = true;
    // A lookup that says "it never arrived" settles what was uncertain.
    else if (entry.lookup && outcome.outcome === "try-again") entry.uncertain = false;
    const { limits, idempotency } = channel;
    const step =
      limits === undefined || idempotency === undefined
        ? waitForProvider(entry.uncertain, entry.lookup)
        : nextStep(outcome, {
            attempt: entry.attempt,
            ageMs:
              entry.firstAttemptAtMs === undefined
                ? nowMs - entry.acceptedAtMs
                : this.steady.now() - entry.firstAttemptAtMs,
            limits,
            idempotency,
            sendAgainWhenUnknown: channel.sendAgainWhenUnknown,
            uncertain: entry.uncertain,
            leftMs: entry.expiresAtMs - (expiresAtInstant(entry) ? nowMs : this.steady.now()),
            random: Math.random(),
          });
    if (step.sendsAgain) this.auditEntry(entry, "message-sent-again", { code: step.code, attempt: entry.attempt });
    entry.lookup = step.lookup;
    entry.dueAtMs = step.delayMs === 0 ? 0 : Math.ceil(this.steady.now() + step.delayMs);
    const ledger = transfer === undefined ? undefined : this.ledgerEntry(entry, result, nowMs);
    if (ledger !== undefined) this.commits.push({ kind: "ledger-insert", entry: ledger }, undefined, "gathered");
    this.record(entry, step, ledger, nowMs, this.refusedAmong(entry, outcome));
    return step;
  }

  /** Recipients that were refused while the others were served: in the trail, since nothing else of the message says which. */
  private refusedAmong(entry: OutboxEntry, outcome: SendOutcome): RefusedRecipients | undefined {
    const refused = outcome.outcome === "received" ? outcome.refusedRecipients : undefined;
    if (refused === undefined || refused.length === 0) return undefined;
    this.auditEntry(entry, "recipients-refused", { refused });
    return refused;
  }

  /** A gate's answer changed since the message was accepted: it is kept until a decision, not lost. */
  hold(entry: OutboxEntry, refused: Refusal): NextStep {
    const { code, gate, rule } = refused;
    this.auditEntry(entry, "message-held", { code, gate, rule });
    const step: NextStep = { ...ended(entry.uncertain ? "unknown" : "held", code), queue: "held" };
    this.record(entry, step);
    return step;
  }

  /** Writes where the message is now and tells it when that is durable. */
  record(
    entry: OutboxEntry,
    step: NextStep,
    ledger?: LedgerEntry,
    nowMs = this.clock.now(),
    refused?: RefusedRecipients,
  ): void {
    const { state, queue, code } = step;
    const { sequence, attempt } = entry;
    const dueAtMs = queue === "none" ? 0 : entry.dueAtMs;
    const providerMessageId = ledger?.providerMessageId;
    entry.state = state;
    const write: StoreWrite = {
      kind: "message-update",
      change: { sequence, state, queue, dueAtMs, attempt, providerMessageId, code, stateAtMs: nowMs },
    };
    const ticket = new SettlementTicket(this.events, this.states, entry, step, ledger, refused);
    if (ledger === undefined) this.commits.push(write, ticket);
    else this.commits.pushJoined(write, ticket);
  }

  /** What was found out about the channel; a host that stopped found out nothing. */
  private tellAvailability(channel: Channel, { outcome, transfer }: TransferResult, nowMs: number): void {
    const { channelId, providerId } = channel;
    if (outcome.outcome === "received") {
      channel.credentialsDoubtedAtMs = 0;
      this.availability.success(
        channelId,
        providerId,
        transfer === undefined ? undefined : nowMs - transfer.openedAtMs,
      );
    } else if (!HOST_CODES.has(outcome.code))
      this.availability.failure(channelId, providerId, outcome.party, outcome.code);
  }

  private auditEntry(entry: OutboxEntry, action: string, details: Readonly<Record<string, unknown>>): void {
    this.audit.record({ accountId: entry.channel.accountId, actor: "host", action, subject: entry.messageId, details });
  }

  private ledgerEntry(
    entry: OutboxEntry,
    { outcome, transfer }: TransferResult,
    closedAtMs: number,
  ): LedgerEntry | undefined {
    const { channel, messageId, contentHash } = entry;
    const { sendFacts: facts } = channel;
    if (facts === undefined || transfer === undefined) return undefined;
    const received = outcome.outcome === "received" ? outcome : undefined;
    return {
      transferId: transfer.transferId,
      messageId,
      accountId: channel.accountId,
      channelId: channel.channelId,
      providerId: channel.providerId,
      operation: facts.operation.id,
      attempt: transfer.attempt,
      openedAtMs: transfer.openedAtMs,
      closedAtMs,
      outcome: outcome.outcome,
      code: outcome.outcome === "received" ? undefined : outcome.code,
      categories: facts.categories,
      countries: facts.countries,
      bytesOut: transfer.bytesOut,
      contentHash,
      providerMessageId: received?.providerMessageId,
      providerReceivedAtMs: received?.receivedAt === undefined ? undefined : Date.parse(received.receivedAt),
      recipients: entry.message.recipients.map(({ address }) => this.people.of(channel.accountId, address)),
    };
  }
}

const saysOfRecipients = (outcome: SendOutcome): boolean =>
  outcome.outcome === "refused" || (outcome.outcome === "received" && outcome.refusedRecipients !== undefined);

/** Tells how an attempt ended when that is durable. A class, because one is made for every message. */
class SettlementTicket implements CommitTicket {
  readonly mustKeep = true;
  private readonly attempt: number;

  constructor(
    private readonly events: EventBus,
    private readonly states: MessageStates,
    private readonly entry: OutboxEntry,
    private readonly step: NextStep,
    private readonly ledger: LedgerEntry | undefined,
    private readonly refused: RefusedRecipients | undefined,
  ) {
    // The entry may be at its next attempt when this one is durable.
    this.attempt = entry.attempt;
  }

  onDurable(): void {
    const { ledger, attempt, step, refused } = this;
    const { messageId, channel } = this.entry;
    const { state, code, queue } = step;
    if (ledger !== undefined && this.events.has("transfer-closed"))
      this.events.emit("transfer-closed", transferReceipt(ledger));
    if (refused !== undefined) {
      const { accountId, channelId } = channel;
      this.events.emit("recipients-refused", { accountId, channelId, messageId, refused });
    }
    const providerMessageId = ledger?.providerMessageId;
    this.states.changed(channel, { messageId, state, code, attempt, providerMessageId }, queue !== "none");
  }

  onFailed(): void {
    // Kept and tried again by the queue; what the store never takes is told as `store-write-refused`.
  }
}
