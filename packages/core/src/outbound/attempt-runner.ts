import type { CommitQueue } from "../commit/commit-queue.js";
import type { ChannelRegistry } from "../host/channel-registry.js";
import type { Quota } from "../egress/transfer/quota.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { SendOutcome } from "../spec/outcome/send-outcome.js";
import type { GatePipeline } from "./gate-pipeline.js";
import type { Lane } from "./lane.js";
import { ended, type NextStep, waitForProvider } from "./next-step.js";
import { expiresAtInstant, type OutboxEntry } from "./outbox-entry.js";
import { outcomeOfFailure } from "./outcome-of-failure.js";
import { ProviderLeftError } from "./provider-left-error.js";
import type { Settlement } from "./settlement.js";
import type { TransferDesk } from "./transfer-desk.js";
import { undecided } from "./undecided.js";

const GATE_FAILED: SendOutcome = { outcome: "try-again", code: "GATE_FAILED", party: "host", scope: "message" };
const HOST_STOPPED: SendOutcome = { outcome: "unknown", code: "HOST_STOPPED", party: "host" };
const MARK_REFUSED: SendOutcome = {
  outcome: "try-again",
  code: "STORE_WRITE_REFUSED",
  party: "host",
  scope: "message",
};

/** What a turn works with. */
export interface AttemptServices {
  readonly clock: ClockV1;
  readonly steady: ClockV1;
  readonly commits: CommitQueue;
  readonly channels: ChannelRegistry;
  readonly gates: GatePipeline;
  readonly transfers: TransferDesk;
  readonly settlement: Settlement;
}

/** Who follows a turn; exactly one of the first three is called for each. */
export interface AttemptEnds {
  /** It is settled what follows. */
  follow(lane: Lane, entry: OutboxEntry, step: NextStep): void;
  /** Nothing follows. */
  drop(lane: Lane, entry: OutboxEntry): void;
  /** The store could not be written now: nothing happened, and it is the message's turn again. */
  putBack(lane: Lane, entry: OutboxEntry): void;
  /** What a provider answered, before it is known what follows. */
  heard(lane: Lane, outcome: SendOutcome, quota: Quota | undefined): void;
}

/** The turn of one message: still wanted, still allowed, its channel open, marked where a repeat could be a duplicate, handed over, settled. */
export class AttemptRunner {
  constructor(
    private readonly services: AttemptServices,
    private readonly ends: AttemptEnds,
  ) {}

  start(lane: Lane, entry: OutboxEntry): void {
    if (entry.withdrawn) {
      this.ends.drop(lane, entry);
      return;
    }
    entry.channel = entry.channel.latest;
    if (entry.interrupted) {
      // The last process ended during a transfer, or before it knew how one ended: nobody knows whether it arrived.
      entry.interrupted = false;
      this.settle(lane, entry, HOST_STOPPED);
      return;
    }
    if (this.hasExpired(entry)) {
      this.expire(entry);
      this.ends.drop(lane, entry);
      return;
    }
    const { gates, settlement } = this.services;
    let refused: ReturnType<GatePipeline["decideAgain"]>;
    try {
      refused = gates.decideAgain({ channel: entry.channel, message: entry.message, contentBytes: 0 });
    } catch {
      this.settle(lane, entry, GATE_FAILED);
      return;
    }
    if (refused === undefined) this.attempt(lane, entry);
    else if (refused instanceof Promise)
      refused.then(
        (late) => {
          if (late === undefined) this.attempt(lane, entry);
          else this.ends.follow(lane, entry, settlement.hold(entry, late));
        },
        () => this.settle(lane, entry, GATE_FAILED),
      );
    else this.ends.follow(lane, entry, settlement.hold(entry, refused));
  }

  /** Whether nobody wants it any more. What nobody knows the end of is settled at its turn. */
  hasExpired(entry: OutboxEntry): boolean {
    const { steady, clock } = this.services;
    return !entry.interrupted && entry.expiresAtMs <= (expiresAtInstant(entry) ? clock.now() : steady.now());
  }

  expire(entry: OutboxEntry): void {
    this.services.settlement.record(entry, ended(entry.uncertain ? "unknown" : "expired", "EXPIRED"));
  }

  /** Where a repeat could be a duplicate, the attempt is durable before a byte leaves; a key needs no such mark (G2). */
  private attempt(lane: Lane, entry: OutboxEntry): void {
    if (entry.channel.open === undefined) {
      this.open(lane, entry);
      return;
    }
    const { clock, commits } = this.services;
    this.count(entry);
    if (entry.lookup || entry.channel.provider?.manifest.idempotency.mode === "key") {
      this.transfer(lane, entry);
      return;
    }
    const { sequence, attempt } = entry;
    const change = {
      sequence,
      attempt,
      state: "transferring",
      queue: "ready",
      dueAtMs: 0,
      stateAtMs: clock.now(),
    } as const;
    commits.push(
      { kind: "message-update", change: { ...change, providerMessageId: undefined, code: undefined } },
      {
        mustKeep: false,
        onDurable: () => this.transfer(lane, entry),
        onFailed: ({ code }) => {
          if (code === "STORE_WRITE_REFUSED") {
            // The mark of this one message is never taken: at once again would be for ever.
            this.settle(lane, entry, MARK_REFUSED);
            return;
          }
          entry.attempt -= 1;
          this.ends.putBack(lane, entry);
        },
      },
    );
  }

  /** A plugin may take long to open, and what was decided before may have changed since: then the turn begins anew. */
  private open(lane: Lane, entry: OutboxEntry): void {
    this.services.channels.open(entry.channel).then(
      () => this.start(lane, entry),
      (error: unknown) => {
        if (error instanceof ProviderLeftError) {
          this.wait(lane, entry);
          return;
        }
        this.count(entry);
        this.settle(lane, entry, undecided(entry, outcomeOfFailure(error, false)));
      },
    );
  }

  private count(entry: OutboxEntry): void {
    entry.attempt += 1;
    if (entry.attempt === 1) entry.firstAttemptAtMs ??= this.services.steady.now();
  }

  /** Its provider went away, and nothing was tried: it costs no attempt, and the message waits until the provider is back (R3). */
  private wait(lane: Lane, entry: OutboxEntry): void {
    const step = waitForProvider(entry.uncertain, entry.lookup);
    entry.dueAtMs = 0;
    this.services.settlement.record(entry, step);
    this.ends.follow(lane, entry, step);
  }

  private transfer(lane: Lane, entry: OutboxEntry): void {
    const { open } = entry.channel;
    if (open === undefined) {
      // It closed while the mark was written.
      entry.attempt -= 1;
      this.open(lane, entry);
      return;
    }
    this.services.transfers.begin(entry, open, (result) => {
      this.ends.heard(lane, result.outcome, result.quota);
      this.ends.follow(lane, entry, this.services.settlement.settle(entry, result));
    });
  }

  private settle(lane: Lane, entry: OutboxEntry, outcome: SendOutcome): void {
    this.ends.follow(lane, entry, this.services.settlement.settle(entry, { outcome, transfer: undefined }));
  }
}
