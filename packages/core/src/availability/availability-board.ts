import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { EventBus } from "../host/event-bus.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { Party } from "../spec/party.js";
import type { AvailabilityReport, AvailabilityState } from "./availability-report.js";
import { AvailabilityWindow, SLOW_FLOOR_MS } from "./availability-window.js";

interface Watched {
  readonly scope: "channel" | "provider";
  readonly id: string;
  readonly providerId: string;
  readonly window: AvailabilityWindow;
  state: AvailabilityState;
  sinceMs: number;
}

/** How often watched windows are judged when nothing happens, so that a report clears by itself. Milliseconds. */
const REVIEW_EVERY_MS = 5_000;

/**
 * Who works and who does not, per channel and per provider, and whose fault it is (R7). Fed by the outcomes of transfers, by probes and by mailbox
 * connections; tells one event when something goes down or degrades and one when it is back.
 */
@injectable()
export class AvailabilityBoard {
  private readonly watched = new Map<string, Watched>();
  private readonly pairs = new Map<string, readonly [Watched, Watched]>();
  private review: NodeJS.Timeout | undefined;
  private readonly listeners: ((channelId: string, party: Party, code: string) => void)[] = [];

  constructor(
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
    @inject(TOKENS.SteadyClock) private readonly steady: ClockV1,
    @inject(TOKENS.EventBus) private readonly events: EventBus,
  ) {}

  /** @param latencyMs - nothing where the time says nothing of the provider. */
  success(channelId: string, providerId: string, latencyMs: number | undefined): void {
    const nowMs = this.steady.now();
    for (const watched of this.of(channelId, providerId)) {
      watched.window.success(latencyMs, nowMs);
      if (watched.state !== "operational" || (latencyMs ?? 0) > SLOW_FLOOR_MS) this.judge(watched, nowMs);
    }
  }

  /** A connection that was told as lost stands again: one word that ends the trouble of its channel, where single calls take several. */
  recovered(channelId: string, providerId: string): void {
    this.of(channelId, providerId)[0].window.recover();
    this.success(channelId, providerId, undefined);
  }

  /** Who wants to know of every single failure, before it is judged. */
  onFailure(listener: (channelId: string, party: Party, code: string) => void): void {
    this.listeners.push(listener);
  }

  failure(channelId: string, providerId: string, party: Party, code: string): void {
    for (const listener of this.listeners) listener(channelId, party, code);
    if (party === "recipient") {
      this.success(channelId, providerId, undefined);
      return;
    }
    const nowMs = this.steady.now();
    for (const watched of this.of(channelId, providerId)) {
      // One account's credentials, balance or limit say nothing of the provider that others use too.
      if (watched.scope === "provider" && party === "account") continue;
      watched.window.failure(party, code, nowMs);
      this.judge(watched, nowMs);
    }
    this.review ??= setInterval(() => this.reviewAll(), REVIEW_EVERY_MS).unref();
  }

  report(scope: "channel" | "provider", id: string): AvailabilityReport | undefined {
    const watched = this.watched.get(`${scope}:${id}`);
    return watched === undefined ? undefined : this.describe(watched, this.steady.now());
  }

  nothingKnown(scope: "channel" | "provider", id: string, providerId: string): AvailabilityReport {
    return {
      ...{ scope, id, providerId, sinceMs: this.clock.now() },
      ...new AvailabilityWindow().judge(this.steady.now()),
    };
  }

  reports(): AvailabilityReport[] {
    const nowMs = this.steady.now();
    return [...this.watched.values()].map((watched) => this.describe(watched, nowMs));
  }

  forgetChannel(channelId: string): void {
    this.watched.delete(`channel:${channelId}`);
    this.pairs.delete(channelId);
  }

  close(): void {
    clearInterval(this.review);
  }

  private of(channelId: string, providerId: string): readonly [Watched, Watched] {
    const known = this.pairs.get(channelId);
    if (known !== undefined) return known;
    const pair = [
      this.watch("channel", channelId, providerId),
      this.watch("provider", providerId, providerId),
    ] as const;
    this.pairs.set(channelId, pair);
    return pair;
  }

  private watch(scope: "channel" | "provider", id: string, providerId: string): Watched {
    const key = `${scope}:${id}`;
    const known = this.watched.get(key);
    if (known !== undefined) return known;
    const watched: Watched = {
      scope,
      id,
      providerId,
      window: new AvailabilityWindow(),
      state: "unknown",
      sinceMs: this.clock.now(),
    };
    this.watched.set(key, watched);
    return watched;
  }

  /** @param nowMs - by the steady clock, as every window counts; what is told is an instant. */
  private judge(watched: Watched, nowMs: number): void {
    const { state } = watched.window.judge(nowMs);
    if (state === watched.state) return;
    const before = watched.state;
    watched.state = state;
    watched.sinceMs = this.clock.now();
    // The first success is no news; going down, degrading and coming back are.
    if (before === "unknown" && state === "operational") return;
    this.events.emit("availability-changed", this.describe(watched, nowMs));
  }

  private describe(watched: Watched, nowMs: number): AvailabilityReport {
    const { scope, id, providerId, sinceMs } = watched;
    return { scope, id, providerId, sinceMs, ...watched.window.judge(nowMs) };
  }

  private reviewAll(): void {
    const nowMs = this.steady.now();
    let troubled = false;
    for (const watched of this.watched.values()) {
      if (watched.state !== "operational" && watched.state !== "unknown") {
        this.judge(watched, nowMs);
        troubled = true;
      }
    }
    if (troubled) return;
    clearInterval(this.review);
    this.review = undefined;
  }
}
