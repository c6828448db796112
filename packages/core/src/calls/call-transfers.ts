import { inject, injectable } from "tsyringe";
import type { AvailabilityBoard } from "../availability/availability-board.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel, OpenChannel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import { outcomeOfFailure } from "../outbound/outcome-of-failure.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Ids } from "../ports/ids.js";
import { transferReceipt } from "../ledger/transfer-receipt.js";
import type { LedgerEntry } from "../ports/ledger-entry.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { Operation } from "../spec/manifest/operation.js";
import type { Address } from "../spec/message/address.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import { withinTime } from "../timing/within-time.js";

/** The plugin answers first, when it keeps the operation's time. */
const DEADLINE_MARGIN = 1.05;

/** What a transfer is about. */
export interface CallTransfer {
  readonly channel: Channel;
  readonly operationId: string;
  /** Id of the call: the ledger's `messageId`. */
  readonly sessionId: string;
  readonly contentHash: string;
  /** Whose addresses the transfer carries; none when it names the call by its id alone. */
  readonly recipients?: readonly Address[];
}

/** Either what the plugin answered, or how the transfer failed. */
export type TransferEnd<Answer> =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly outcome: SendOutcome };

/** Calls of a plugin that belong to a telephone call: each in a transfer of its own, limited in time, with its receipt (R12). */
@injectable()
export class CallTransfers {
  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Ids) private readonly ids: Ids,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.AvailabilityBoard) private readonly availability: AvailabilityBoard,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  /**
   * @param ask - calls the plugin.
   * @param check - reads what it answered; throws where that is nonsense.
   */
  async run<Answer>(
    transfer: CallTransfer,
    ask: (open: OpenChannel, transferId: string) => Promise<unknown>,
    check: (answer: unknown, requestSent: boolean) => Answer,
    outcomeOf: (answer: Answer) => SendOutcome = () => RECEIVED,
  ): Promise<TransferEnd<Answer>> {
    const { channel, operationId } = transfer;
    const operation = channel.provider?.manifest.operations.find(({ id }) => id === operationId);
    if (operation === undefined) return failed({ outcome: "refused", code: "CAPABILITY_MISSING", party: "host" });
    let open: OpenChannel;
    try {
      open = await this.channels.open(channel);
    } catch (error) {
      const outcome = outcomeOfFailure(error, false);
      this.tell(channel, outcome, undefined);
      return failed(outcome);
    }
    const transferId = this.ids.next("trf");
    const openedAtMs = this.clock.now();
    open.egress.openTransfer(transferId, operation.id);
    let end: TransferEnd<Answer>;
    let bytesOut = 0;
    try {
      const answer = await withinTime(ask(open, transferId), operation.timeoutMs * DEADLINE_MARGIN, () => {
        throw new Overdue();
      });
      const facts = open.egress.closeTransfer(transferId);
      bytesOut = facts.bytesOut;
      end = { ok: true, answer: check(answer, facts.requestSent) };
    } catch (error) {
      const facts = open.egress.closeTransfer(transferId);
      bytesOut = Math.max(bytesOut, facts.bytesOut);
      const sent = facts.requestSent || bytesOut > 0;
      end = failed(error instanceof Overdue ? overdue(sent) : outcomeOfFailure(error, sent));
    }
    const outcome = end.ok ? outcomeOf(end.answer) : end.outcome;
    this.tell(channel, outcome, this.clock.now() - openedAtMs);
    this.record(transfer, operation, { transferId, openedAtMs, bytesOut, outcome });
    return end;
  }

  /** Verbs given as the answer to a webhook: they left, and only what comes next shows that they arrived. */
  answered(transfer: CallTransfer, bytesOut: number): void {
    const { channel, operationId } = transfer;
    const operation = channel.provider?.manifest.operations.find(({ id }) => id === operationId);
    if (operation === undefined) return;
    const outcome: SendOutcome = { outcome: "unknown", code: "GIVEN_AS_ANSWER", party: "provider" };
    const openedAtMs = this.clock.now();
    this.record(transfer, operation, { transferId: this.ids.next("trf"), openedAtMs, bytesOut, outcome });
  }

  private record(
    { channel, sessionId, contentHash, recipients = [] }: CallTransfer,
    operation: Operation,
    end: {
      readonly transferId: string;
      readonly openedAtMs: number;
      readonly bytesOut: number;
      readonly outcome: SendOutcome;
    },
  ): void {
    const { outcome, transferId, openedAtMs, bytesOut } = end;
    const received = outcome.outcome === "received" ? outcome : undefined;
    const named = received === RECEIVED ? undefined : received?.providerMessageId;
    const { categories, countries } = factsOf(channel, operation);
    const entry: LedgerEntry = {
      transferId,
      messageId: sessionId,
      accountId: channel.accountId,
      channelId: channel.channelId,
      providerId: channel.providerId,
      operation: operation.id,
      attempt: 1,
      openedAtMs,
      closedAtMs: this.clock.now(),
      outcome: outcome.outcome,
      code: outcome.outcome === "received" ? undefined : outcome.code,
      categories,
      countries,
      bytesOut,
      contentHash,
      providerMessageId: named,
      providerReceivedAtMs: received?.receivedAt === undefined ? undefined : Date.parse(received.receivedAt),
      recipients: recipients.map((address) => this.people.of(channel.accountId, address)),
    };
    this.commits.push(
      { kind: "ledger-insert", entry },
      {
        mustKeep: true,
        onDurable: () => {
          if (this.events.has("transfer-closed")) this.events.emit("transfer-closed", transferReceipt(entry));
        },
        onFailed: () => undefined,
      },
    );
  }

  private tell({ channelId, providerId }: Channel, outcome: SendOutcome, latencyMs: number | undefined): void {
    if (outcome.outcome === "received") this.availability.success(channelId, providerId, latencyMs);
    else this.availability.failure(channelId, providerId, outcome.party, outcome.code);
  }
}

class Overdue extends Error {}

/** For transfers whose answer is no outcome. */
const RECEIVED: SendOutcome = { outcome: "received", providerMessageId: "-" };

const failed = (outcome: SendOutcome): { readonly ok: false; readonly outcome: SendOutcome } => ({
  ok: false,
  outcome,
});

const overdue = (requestSent: boolean): SendOutcome =>
  requestSent
    ? { outcome: "unknown", code: "ATTEMPT_TIMEOUT", party: "provider" }
    : { outcome: "try-again", code: "ATTEMPT_TIMEOUT", party: "host", scope: "message" };

interface OperationFacts {
  readonly categories: string;
  readonly countries: string;
}
const known = new WeakMap<Operation, WeakMap<Channel, OperationFacts>>();

/** What every receipt of an operation repeats, made once per channel. */
function factsOf(channel: Channel, operation: Operation): OperationFacts {
  const ofOperation = known.get(operation) ?? new WeakMap<Channel, OperationFacts>();
  known.set(operation, ofOperation);
  const found = ofOperation.get(channel);
  if (found !== undefined) return found;
  const residency = Object.entries(channel.resolveResidency(operation));
  const facts = {
    categories: JSON.stringify(operation.personalData),
    countries: JSON.stringify(Object.fromEntries(residency.map(([facet, { countries }]) => [facet, countries]))),
  };
  ofOperation.set(channel, facts);
  return facts;
}
