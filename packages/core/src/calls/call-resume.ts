import { inject, injectable } from "tsyringe";
import { z } from "zod";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { AuditLog } from "../ledger/audit-log.js";
import { joinCallEvent } from "../policy/call-state-policy.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { type CallEvent, callEventSchema } from "../spec/inbound/call-event.js";
import type { CallBook } from "./call-book.js";
import type { CallDocument } from "./call-document.js";
import type { CallTransfers } from "./call-transfers.js";

const foundSchema = z.lazy(() => z.array(callEventSchema).max(10_000));
const AT_ONCE = 1_000;
const REVIEW_MS = 60_000;
const DEFAULT_MAX_SECONDS = 14_400;

/** Finds calls again that were live when the host stopped, and ends on record those that nobody knows any more. */
@injectable()
export class CallResume {
  private timer: NodeJS.Timeout | undefined;
  /** Calls whose provider could not be asked: it is again, as long as they are under way. */
  private readonly missed = new Set<string>();
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ChannelRegistry) private readonly channels: ChannelRegistry,
    @inject(TOKENS.CallBook) private readonly book: CallBook,
    @inject(TOKENS.CallTransfers) private readonly transfers: CallTransfers,
    @inject(TOKENS.AuditLog) private readonly audit: AuditLog,
  ) {}

  /** Begins to ask for the calls the last process left, without keeping the start waiting. */
  start(): void {
    if (this.book.size > 0) this.ask([...this.book.all()], false);
    this.timer = setInterval(() => this.review(), REVIEW_MS).unref();
  }

  /** Resolves when nothing is asked any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Resolves when what was begun so far is done. */
  settled(): Promise<void> {
    return this.running;
  }

  /** Calls that could not be asked for, and those of which nobody has heard for longer than any call takes. */
  private review(): void {
    const nowMs = this.clock.now();
    const missed = [...this.missed].flatMap((sessionId) => this.book.current(sessionId) ?? []);
    this.missed.clear();
    if (missed.length > 0) this.ask(missed, false);
    const silent = [...this.book.all()].filter(({ channelId, heardAtMs }) => {
      const seconds = this.channels.ofHost(channelId)?.provider?.manifest.calls?.maxCallSeconds ?? DEFAULT_MAX_SECONDS;
      return nowMs - heardAtMs > seconds * 1_000;
    });
    if (silent.length > 0) this.ask(silent, true);
  }

  private ask(calls: readonly CallDocument[], overdue: boolean): void {
    this.running = this.running.then(() => this.askAll(calls, overdue)).catch(() => undefined);
  }

  private async askAll(calls: readonly CallDocument[], overdue: boolean): Promise<void> {
    const byChannel = groupBy(calls);
    await Promise.all([...byChannel].map(([channelId, ofChannel]) => this.askChannel(channelId, ofChannel, overdue)));
  }

  private async askChannel(channelId: string, calls: readonly CallDocument[], overdue: boolean): Promise<void> {
    const channel = this.channels.ofHost(channelId);
    if (channel?.provider === undefined || channel.activation !== undefined) {
      // Nobody can be asked. They stay as they are until the provider is back, or no call takes that long.
      this.miss(calls, overdue);
      return;
    }
    const named = calls.filter(({ callId }) => callId !== undefined);
    // Without the provider's id nobody can be asked: an event with our reference, or the time, decides.
    const nameless = calls.filter(({ callId }) => callId === undefined);
    for (const call of nameless) {
      if (overdue) this.lose(call, "CALL_OVERDUE");
      else if (call.facts.state === "starting")
        void this.book.save({ ...call, facts: { ...call.facts, state: "unknown" }, code: "HOST_STOPPED" });
    }
    for (let from = 0; from < named.length && !this.stopped; from += AT_ONCE)
      await this.askFor(channel, named.slice(from, from + AT_ONCE), overdue);
  }

  private async askFor(channel: Channel, calls: readonly CallDocument[], overdue: boolean): Promise<void> {
    const [first] = calls;
    const capability = channel.provider?.manifest.calls;
    if (first === undefined || capability === undefined) return;
    const open = await this.channels.open(channel).catch(() => undefined);
    if (open === undefined) {
      this.miss(calls, overdue);
      return;
    }
    if (open.instance.calls?.doResume === undefined) {
      // The provider cannot be asked: its events go on, or do not.
      if (overdue) for (const call of calls) this.lose(call, "CALL_OVERDUE");
      return;
    }
    const operationId = capability.controlOperation ?? capability.callOperation;
    const callIds = calls.map(({ callId }) => callId ?? "");
    const end = await this.transfers.run(
      { channel, operationId, sessionId: first.sessionId, contentHash: first.contentHash },
      (open, transferId) => Promise.resolve(open.instance.calls?.doResume?.({ transferId, callIds })),
      (answer) => foundSchema.parse(answer),
    );
    if (!end.ok) {
      this.logger.warn("calls under way could not be asked for", { channelId: channel.channelId, calls: calls.length });
      this.miss(calls, overdue);
      return;
    }
    for (const call of calls) this.found(call, end.answer, overdue);
  }

  private found(asked: CallDocument, events: readonly CallEvent[], overdue: boolean): void {
    const call = this.book.current(asked.sessionId);
    if (call === undefined) return;
    const ofCall = events.filter(({ callId }) => callId === call.callId);
    if (ofCall.length === 0) {
      this.lose(call, overdue ? "CALL_OVERDUE" : "CALL_LOST");
      return;
    }
    const nowMs = this.clock.now();
    const facts = ofCall.reduce((joined, event) => joinCallEvent(joined, event, nowMs), call.facts);
    void this.book.save({ ...call, heardAtMs: nowMs, facts });
    this.tell(call, "call-resumed", { state: facts.state });
  }

  /** Nobody answered for these calls: they are asked for again, or have lasted longer than any call. */
  private miss(calls: readonly CallDocument[], overdue: boolean): void {
    for (const call of calls) {
      if (overdue) this.lose(call, "CALL_OVERDUE");
      else this.missed.add(call.sessionId);
    }
  }

  /** Ended cleanly, and on record: the provider does not know it, so nothing more will come. */
  private lose(asked: CallDocument, code: string): void {
    const call = this.book.current(asked.sessionId);
    if (call === undefined) return;
    const { facts } = call;
    const atMs = this.clock.now();
    const end = facts.end ?? { atMs, cause: "failed" as const, party: "host" as const, code, order: "~" };
    void this.book.save({ ...call, facts: { ...facts, state: "ended", end } });
    this.tell(call, "call-given-up", { code });
  }

  private tell(
    { accountId, sessionId, channelId }: CallDocument,
    action: string,
    details: Readonly<Record<string, string>>,
  ): void {
    this.audit.record({ accountId, actor: "host", action, subject: sessionId, details: { channelId, ...details } });
  }
}

function groupBy(calls: readonly CallDocument[]): Map<string, CallDocument[]> {
  const groups = new Map<string, CallDocument[]>();
  for (const call of calls) {
    const group = groups.get(call.channelId);
    if (group === undefined) groups.set(call.channelId, [call]);
    else group.push(call);
  }
  return groups;
}
