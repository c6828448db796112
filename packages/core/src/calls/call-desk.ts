import { hash } from "node:crypto";
import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { EventBus } from "../host/event-bus.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { checkOutcome } from "../outbound/outcome-of-failure.js";
import { type Refusal, refusal } from "../policy/refusal.js";
import { parseDocument } from "../ports/parse-document.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { type CallVerb, type CallVerbInput, callVerbSchema } from "../spec/capabilities/call-verb.js";
import type { CallRequestV1 } from "../spec/capabilities/calls.js";
import { MessageInvalidError } from "../spec/errors/message-invalid-error.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import { Turns } from "../timing/turns.js";
import type { CallAddresses } from "./call-addresses.js";
import type { CallBook } from "./call-book.js";
import { CALL_KEYS, type CallDocument, callKeySchema } from "./call-document.js";
import { calledAddresses } from "./called-addresses.js";
import type { CallGates } from "./call-gates.js";
import {
  type CallCheckInput,
  callCheckSchema,
  type CallStart,
  callStartSchema,
  type CallStartInput,
} from "./call-request.js";
import { type CallStatus, callStatusOf } from "./call-status.js";
import type { CallTransfers } from "./call-transfers.js";
import { splitAtWait } from "./split-at-wait.js";

/** What starting or controlling a call answers. */
export type CallResult =
  | {
      readonly accepted: true;
      readonly call: CallStatus;
      /** What the provider said; absent where it was not asked: the key was known, or the verbs wait until the call asks for them. */
      readonly outcome: SendOutcome | undefined;
    }
  | { readonly accepted: false; readonly refusal: Refusal };

/** What the gates say to a call that another telephone is about to dial. */
export type CallCheck = { readonly accepted: true } | { readonly accepted: false; readonly refusal: Refusal };

const verbsSchema = z.lazy(() => z.array(callVerbSchema).min(1).max(50));

/** Begins calls and changes live ones: gates, durable, transfer, receipt. */
@injectable()
export class CallDesk {
  private readonly turns = new Turns();
  private closed = false;

  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.CallBook) private readonly book: CallBook,
    @inject(TOKENS.CallGates) private readonly gates: CallGates,
    @inject(TOKENS.CallTransfers) private readonly transfers: CallTransfers,
    @inject(TOKENS.CallAddresses) private readonly addresses: CallAddresses,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  close(): void {
    this.closed = true;
  }

  /**
   * @throws {MessageInvalidError} the request does not fit the contract.
   * @throws {RequestError} `CHANNEL_UNKNOWN`, `IDEMPOTENCY_CONFLICT`, `HOST_CLOSED`.
   * @throws {StoreError} it could not be made durable: nobody was called.
   */
  async start(input: CallStartInput): Promise<CallResult> {
    if (this.closed) throw new RequestError("HOST_CLOSED");
    const parsed = callStartSchema.safeParse(input);
    if (!parsed.success) throw new MessageInvalidError(parsed.error);
    const start = parsed.data;
    const channel = this.channels.get(start.accountId, start.channelId);
    const { idempotencyKey: key } = start;
    if (key === undefined) return this.begin(channel, start);
    // One after the other: two starts with one key at the same moment are one call.
    return this.turns.take(`${start.accountId} ${key}`, () => this.beginOnce(channel, start, key));
  }

  /** @throws {MessageInvalidError} the request does not fit the contract. @throws {RequestError} `CHANNEL_UNKNOWN`, `HOST_CLOSED`. */
  async check(input: CallCheckInput): Promise<CallCheck> {
    if (this.closed) throw new RequestError("HOST_CLOSED");
    const parsed = callCheckSchema.safeParse(input);
    if (!parsed.success) throw new MessageInvalidError(parsed.error);
    const { accountId, channelId, to, country, legalBasis } = parsed.data;
    const channel = this.channels.get(accountId, channelId);
    const refused = await this.gates.decide({ channel, to, verbs: [], country, legalBasis });
    return refused === undefined ? { accepted: true } : { accepted: false, refusal: this.refused(channel, refused) };
  }

  /**
   * @throws {MessageInvalidError} the verbs do not fit the contract. @throws {RequestError} `CALL_UNKNOWN`.
   */
  async control(accountId: string, sessionId: string, verbs: readonly CallVerbInput[]): Promise<CallResult> {
    const parsed = verbsSchema.safeParse(verbs);
    if (!parsed.success) throw new MessageInvalidError(parsed.error);
    return this.turns.take(sessionId, () => this.controlNow(accountId, sessionId, parsed.data));
  }

  /** @throws {RequestError} `CALL_UNKNOWN`, also for another account's. */
  async find(accountId: string, sessionId: string): Promise<CallDocument> {
    const call = await this.book.find(accountId, sessionId);
    if (call === undefined) throw new RequestError("CALL_UNKNOWN", { sessionId });
    return call;
  }

  private async beginOnce(channel: Channel, start: CallStart, key: string): Promise<CallResult> {
    const stored = await this.store.document(CALL_KEYS, keyId(channel.accountId, key));
    if (stored === undefined) return this.begin(channel, start);
    const { sessionId, contentHash } = parseDocument(stored, callKeySchema);
    if (contentHash !== hashOf(start)) throw new RequestError("IDEMPOTENCY_CONFLICT", { sessionId });
    return { accepted: true, call: callStatusOf(await this.find(channel.accountId, sessionId)), outcome: undefined };
  }

  private async begin(channel: Channel, start: CallStart): Promise<CallResult> {
    const { accountId, to, verbs, detectMachine, legalBasis, retryOf } = start;
    if (retryOf !== undefined) {
      const earlier = callStatusOf(await this.find(accountId, retryOf));
      if (earlier.recipientDecided) return this.refuse(channel, refusal("RECIPIENT_DECIDED", { sessionId: retryOf }));
    }
    const refused = await this.gates.decide({ channel, to, verbs, detectMachine, legalBasis });
    if (refused !== undefined) return this.refuse(channel, refused);
    const asks = channel.open ?? (await this.channels.open(channel).catch(() => undefined));
    const { now, later } =
      asks?.instance.calls?.doAnswer === undefined ? { now: verbs, later: [] } : splitAtWait(verbs);
    const contentHash = hashOf(start);
    // A call that asks gets everything by its first question.
    const isWhenAsked = channel.provider?.manifest.calls?.control === "when-asked" && verbs.length > 0;
    const pending = isWhenAsked ? { pending: [...verbs], ordered: true } : { pending: [...later] };
    const people = this.book.peopleOf(accountId, partiesOf(to, verbs));
    const call = this.book.draft(channel, "outbound", { contentHash, ...pending, ...(people && { people }) });
    // Durable before anybody is called: a call is never under way without a record of it (G1).
    await this.book.begin(call, keyWrites(start, call));
    const outcome = await this.place(channel, start, call, now);
    // Its events may have come first, the last one too.
    const placed = await this.book.change(accountId, call.sessionId, (before) => this.placed(before, outcome));
    return { accepted: true, call: callStatusOf(placed ?? this.placed(call, outcome)), outcome };
  }

  private async place(
    channel: Channel,
    start: CallStart,
    { sessionId, contentHash }: CallDocument,
    verbs: readonly CallVerb[],
  ): Promise<SendOutcome> {
    const operationId = channel.provider?.manifest.calls?.callOperation ?? "";
    const webhookUrl = this.addresses.of(channel);
    const end = await this.transfers.run(
      { channel, operationId, sessionId, contentHash, recipients: calledAddresses(start.to, verbs) },
      ({ instance }, transferId) => {
        const request: CallRequestV1 = {
          ...{ transferId, idempotencyKey: sessionId, to: start.to, verbs },
          ringTimeoutMs: start.ringTimeoutMs,
          detectMachine: start.detectMachine,
          ...(start.callerId === undefined ? {} : { callerId: start.callerId }),
          ...(webhookUrl === undefined ? {} : { webhookUrl }),
        };
        return Promise.resolve(instance.calls?.doCall(request));
      },
      checkOutcome,
      (outcome) => outcome,
    );
    return end.ok ? end.answer : end.outcome;
  }

  /** The call after the provider's answer. Its events may have come first: what they said stays. */
  private placed(call: CallDocument, outcome: SendOutcome): CallDocument {
    if (outcome.outcome === "received") {
      const named = this.book.name(call, outcome.providerMessageId);
      return withState(named, "begun");
    }
    if (outcome.outcome === "unknown") return { ...withState(call, "unknown"), code: outcome.code };
    // Nothing was begun: the host does not ring again by itself, whoever asked may.
    return { ...withState(call, "refused"), code: outcome.code };
  }

  private async controlNow(accountId: string, sessionId: string, verbs: readonly CallVerb[]): Promise<CallResult> {
    const call = await this.find(accountId, sessionId);
    const channel = this.channels.get(accountId, call.channelId);
    const isHangUp = verbs.every(({ verb }) => verb === "hang-up");
    const { state } = call.facts;
    if (state === "ended" || state === "refused") {
      // A second hang-up finds what it wanted.
      if (isHangUp) return { accepted: true, call: callStatusOf(call), outcome: undefined };
      return this.refuse(channel, refusal("CALL_OVER", { sessionId }));
    }
    const refused = await this.gates.decide({ channel, verbs });
    // Whoever may not use the channel any more may still end what is under way.
    if (refused !== undefined && !(isHangUp && refused.gate !== "capability")) return this.refuse(channel, refused);
    const capability = channel.provider?.manifest.calls;
    if (capability?.control === "when-asked") {
      const latest = this.book.current(sessionId);
      // A hang-up that waits to be fetched was accepted: nothing takes its place.
      const isEnding = latest?.ordered === true && latest.pending[0]?.verb === "hang-up";
      if (latest === undefined || (isEnding && !isHangUp))
        return this.refuse(channel, refusal("CALL_OVER", { sessionId }));
      await this.book.save({ ...this.joinedBy(latest, verbs), pending: [...verbs], ordered: true });
      return { accepted: true, call: callStatusOf(latest), outcome: undefined };
    }
    const { callId } = call;
    if (callId === undefined) return this.refuse(channel, refusal("CALL_NOT_KNOWN_YET", { sessionId }));
    const { instance } = await this.channels.open(channel);
    const { now, later } = instance.calls?.doAnswer === undefined ? { now: verbs, later: [] } : splitAtWait(verbs);
    const current = this.book.current(sessionId);
    const { ordered: _ordered, ...rest } = current ?? call;
    const step = (rest.steps ?? 0) + 1;
    // It may have ended meanwhile: the provider will say so.
    if (current !== undefined)
      await this.book.save({ ...this.joinedBy(rest, verbs), steps: step, pending: [...later] });
    const operationId = capability?.controlOperation ?? capability?.callOperation ?? "";
    const webhookUrl = this.addresses.of(channel);
    const end = await this.transfers.run(
      { channel, operationId, sessionId, contentHash: call.contentHash, recipients: calledAddresses(undefined, now) },
      async (open, transferId) =>
        open.instance.calls?.doControl?.({
          ...{ transferId, callId, reference: sessionId, step, verbs: now },
          ...(webhookUrl === undefined ? {} : { webhookUrl }),
        }),
      checkOutcome,
      (outcome) => outcome,
    );
    const latest = (await this.book.find(accountId, sessionId)) ?? call;
    return { accepted: true, call: callStatusOf(latest), outcome: end.ok ? end.answer : end.outcome };
  }

  /** With the references of everybody the verbs bring in. */
  private joinedBy<Known extends CallDocument>(call: Known, verbs: readonly CallVerb[]): Known {
    const people = this.book.peopleOf(call.accountId, partiesOf(undefined, verbs), call.people);
    return people === undefined ? call : { ...call, people };
  }

  private refuse(channel: Channel, refused: Refusal): CallResult {
    return { accepted: false, refusal: this.refused(channel, refused) };
  }

  private refused(channel: Channel, refused: Refusal): Refusal {
    const { accountId, channelId } = channel;
    const { code, gate, rule } = refused;
    this.audit.record({
      ...{ accountId, actor: "host", action: "call-refused", subject: channelId },
      details: { code, gate, rule },
    });
    if (this.events.has("call-refused")) this.events.emit("call-refused", { accountId, channelId, refusal: refused });
    return refused;
  }
}

const partiesOf = (to: string | undefined, verbs: readonly CallVerb[]): string[] =>
  calledAddresses(to, verbs).map(({ value }) => value);

const ORDER: readonly CallDocument["facts"]["state"][] = ["starting", "unknown", "refused", "begun"];

/** Never backwards: what events said of the call meanwhile is further. */
function withState(call: CallDocument, state: CallDocument["facts"]["state"]): CallDocument {
  const further = ORDER.indexOf(call.facts.state) < ORDER.indexOf(state) && ORDER.includes(call.facts.state);
  return further ? { ...call, facts: { ...call.facts, state } } : call;
}

/** What makes two starts one: who is called, from where, to hear what. */
function hashOf({ to, callerId, verbs, channelId }: CallStart): string {
  return hash("sha256", JSON.stringify([channelId, to, callerId ?? "", verbs]), "hex");
}

function keyWrites({ idempotencyKey, accountId }: CallStart, { sessionId, contentHash }: CallDocument): StoreWrite[] {
  if (idempotencyKey === undefined) return [];
  const value = JSON.stringify({ sessionId, contentHash });
  return [
    {
      kind: "document-put",
      document: { collection: CALL_KEYS, id: keyId(accountId, idempotencyKey), accountId, value },
    },
  ];
}

/** Both may hold a slash: account `a` with key `b/c` is not account `a/b` with key `c`. */
function keyId(accountId: string, key: string): string {
  return `${accountId.replace(/[%/]/g, encodeURIComponent)}/${key}`;
}
