import type { CallVerb, SendOutcomeInput } from "@plugboard/core/spec";
import { ariOutcome } from "../ari/ari-outcome.js";
import type { AriEvent } from "../ari/ari-event.js";
import { callAri } from "../ari/call-ari.js";
import { bridgeOf } from "../ari/call-id.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import type { LiveChannels } from "../events/read-live-channels.js";
import { BridgeOfTwo } from "./bridge-of-two.js";
import { GatheredDigits } from "./gathered-digits.js";
import { interrupt } from "./interrupt.js";
import { missedEnd } from "./missed-end.js";
import type { Occasion } from "./occasion.js";
import { runVerb, type Waiting } from "./run-verb.js";
import { Turns } from "./turns.js";
import { VERBS_VARIABLE, writeVerbs } from "./verb-store.js";

/** Tells the host what only we know, or found out afterwards; resolves when it is durable. */
export type Tell = (event: AriEvent) => Promise<void>;

/** How long a call whose last verb is `answer` is silent before the host is asked what comes next. */
const SILENCE_MS = 60_000;
/** How long after a transfer the end of the call may take to be told. */
const END_ON_ITS_WAY_MS = 1_000;
const FOLLOW_UP: Occasion = { operation: "follow-up" };

/**
 * What is done with one call: verb after verb, each when the one before has ended. What is left is written to the exchange before a verb that
 * waits begins, so that another host can go on with it.
 */
export class CallRun {
  private verbs: CallVerb[] = [];
  private waiting: Waiting | undefined;
  private readonly digits = new GatheredDigits();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly turns: Turns;
  /** Rises with each word of the host; what was begun before it does not go on. */
  private word = 0;
  /** The exchange has verbs of this call, from us or from the host before us. */
  private isKept: boolean;

  constructor(
    readonly callId: string,
    private readonly connection: AsteriskConnection,
    private readonly tell: Tell,
    isKept = false,
  ) {
    this.isKept = isKept;
    this.turns = new Turns(connection.logger);
  }

  /** Does this instead of what was still to be done. @returns what became of the verbs up to the first that waits. */
  give(verbs: readonly CallVerb[], occasion: Occasion = FOLLOW_UP): Promise<SendOutcomeInput> {
    return this.turns.run(async () => {
      this.word += 1;
      const before = this.stopWaiting();
      this.verbs = [...verbs];
      if (before) await interrupt(this.connection, before, occasion);
      return this.goOn(occasion);
    });
  }

  /** The digit somebody pressed. Who knows the question answers while it is still being asked. */
  press(digit: string): void {
    const [verb] = this.verbs;
    if (!this.digits.press(verb, digit) || this.waiting?.for !== "digits") return;
    if (this.digits.isAnswered) this.endGather();
    else this.expectDigits(this.gatherTimeoutMs());
  }

  /** Something that may be what is waited for has come to its end. */
  ended(what: { playbackId: string } | { recording: string }): void {
    this.whenBegun(({ waiting }) => {
      if (waiting === undefined) return;
      if ("playbackId" in what && "playbackId" in waiting && waiting.playbackId === what.playbackId) {
        // After the question its time to answer begins.
        if (waiting.for === "digits") return this.expectDigits(this.gatherTimeoutMs());
        if (waiting.for === "transfer") return this.expectEnd();
        this.next();
      }
      if ("recording" in what && waiting.for === "recording" && waiting.name === what.recording) this.next();
    });
  }

  /** Whom we called has answered: both are joined. */
  join(channelId: string): Promise<void> {
    return this.turns.run(async () => {
      const { waiting } = this;
      if (waiting?.for !== "leg" || waiting.channelId !== channelId) return;
      await new BridgeOfTwo(this.connection, waiting.bridgeId).join(this.callId, channelId);
    });
  }

  /** Whom we called is gone, before or after the answer. */
  left(channelId: string): void {
    this.whenBegun(({ waiting }) => {
      if (waiting?.for !== "leg" || waiting.channelId !== channelId) return;
      void this.turns.run(async () => {
        await new BridgeOfTwo(this.connection, waiting.bridgeId).remove();
        await this.finishVerb();
      });
    });
  }

  /** Goes on with the verbs of a host before us, which has called somebody: nobody is rung twice. */
  adopt(verbs: readonly CallVerb[], legChannelId: string): Promise<void> {
    return this.turns.run(() => {
      this.verbs = [...verbs];
      this.waiting = { for: "leg", channelId: legChannelId, bridgeId: bridgeOf(this.callId) };
      return Promise.resolve();
    });
  }

  /** Nobody listened for a while: what is waited for may have come to its end unheard. */
  lookAgain(live: LiveChannels): Promise<void> {
    return this.turns.run(async () => {
      const { waiting } = this;
      if (waiting === undefined) return;
      const missed = await missedEnd(this.connection, waiting, live);
      if (missed === undefined || this.waiting !== waiting) return;
      if (missed.what === "ended" && missed.event) await this.tell(missed.event);
      if (waiting.for === "recording") this.ended({ recording: waiting.name });
      else if (waiting.for !== "leg") this.ended({ playbackId: waiting.playbackId ?? "" });
      else if (missed.what === "ended") this.left(waiting.channelId);
      else void this.join(waiting.channelId);
    });
  }

  /** The call is over. What belonged to it is taken away. */
  close(): void {
    const waiting = this.stopWaiting();
    this.word += 1;
    this.verbs = [];
    if (waiting?.for === "leg") void this.turns.run(() => interrupt(this.connection, waiting, FOLLOW_UP));
  }

  /** Lets the call be: this host has nothing to do with it any more, another one goes on. */
  rest(): void {
    this.stopWaiting();
    this.word += 1;
    this.verbs = [];
  }

  private next(): void {
    void this.turns.run(() => this.finishVerb());
  }

  private async finishVerb(): Promise<void> {
    this.stopWaiting();
    const done = this.verbs.shift();
    const isIdle = this.verbs.length === 0;
    const isRefused = done?.verb === "transfer";
    // Whom we were joined with, and who did not take the call, is told always; that nothing is left to do, whatever it was.
    if (done && (done.verb === "dial" || isRefused || isIdle))
      await this.tell({
        ...{ type: "PlugboardVerbFinished", timestamp: this.now(), callId: this.callId, verb: done.verb },
        ...{ waits: isIdle, ...(isRefused ? { code: "not-taken" } : {}) },
      });
    await this.goOn(FOLLOW_UP);
  }

  private async goOn(occasion: Occasion): Promise<SendOutcomeInput> {
    const { word } = this;
    let outcome: SendOutcomeInput = { outcome: "received", providerMessageId: this.callId };
    let done: CallVerb | undefined;
    for (let verb = this.verbs[0]; verb !== undefined; verb = this.verbs[0]) {
      if (waits(verb)) await this.keep(occasion);
      const begun = await runVerb(this.connection, this.callId, verb, occasion);
      if (this.isOutdated(word)) return outcome;
      if ("impossible" in begun) outcome = { outcome: "refused", code: begun.impossible, party: "account" };
      // Who is gone already has been hung up.
      else if (verb.verb === "hang-up" && begun.response.status === 404)
        outcome = { outcome: "received", providerMessageId: this.callId };
      else outcome = ariOutcome(begun.response, this.callId, this.connection.clock.now());
      if (outcome.outcome !== "received") {
        this.verbs = [];
        this.connection.logger.warn("a verb was not done", { verb: verb.verb, code: outcome.code });
        return outcome;
      }
      if (!("impossible" in begun) && begun.waiting) {
        this.waiting = begun.waiting;
        if (begun.waiting.for === "leg") this.markLeg(begun.waiting.channelId);
        if (this.digits.isAnswered) this.endGather();
        else if (begun.waiting.for === "digits" && begun.waiting.playbackId === undefined)
          this.expectDigits(this.gatherTimeoutMs());
        return outcome;
      }
      done = this.verbs.shift();
    }
    if (this.isKept) await this.keep(occasion);
    if (done !== undefined && !staysOrLeaves(done)) this.askAfter(done);
    return outcome;
  }

  /** The last verb was done at once: the host is asked what comes next, after an answer not before it had time to say so itself. */
  private askAfter({ verb }: CallVerb): void {
    const { word } = this;
    const ask = (): void => {
      void this.turns.run(async () => {
        if (this.isOutdated(word)) return;
        await this.tell({
          ...{ type: "PlugboardVerbFinished", timestamp: this.now(), callId: this.callId, verb },
          waits: true,
        });
      });
    };
    if (verb === "answer") this.timer = setTimeout(ask, SILENCE_MS);
    else ask();
  }

  /**
   * Written before it begins: a host that dies here finds it, and does it again rather than not at all.
   * @param leg - whom the first of it has called meanwhile.
   */
  private async keep(occasion: Occasion, leg?: string): Promise<void> {
    this.isKept = this.verbs.length > 0;
    await callAri(this.connection, {
      ...occasion,
      method: "POST",
      path: ["channels", this.callId, "variable"],
      parameters: { variable: VERBS_VARIABLE, value: writeVerbs(this.verbs, leg) },
    });
  }

  /** Somebody has been called: a host that finds this, and nobody on the line, knows that they have left. */
  private markLeg(channelId: string): void {
    const { word } = this;
    void this.turns.run(async () => {
      if (!this.isOutdated(word)) await this.keep(FOLLOW_UP, channelId);
    });
  }

  private endGather(): void {
    const { waiting, word } = this;
    const digits = this.digits.all;
    this.stopWaiting();
    this.digits.reset(true);
    void this.turns.run(async () => {
      if (this.isOutdated(word)) return;
      if (waiting) await interrupt(this.connection, waiting, FOLLOW_UP);
      this.verbs.shift();
      this.digits.reset();
      await this.tell({
        ...{ type: "PlugboardDigits", timestamp: this.now(), callId: this.callId, digits },
        waits: this.verbs.length === 0,
      });
      await this.goOn(FOLLOW_UP);
    });
  }

  /** Nobody took the call, or the sound broke off because it has gone: then its end is on the way. */
  private expectEnd(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), END_ON_ITS_WAY_MS);
  }

  private expectDigits(timeoutMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.endGather(), timeoutMs);
  }

  private gatherTimeoutMs(): number {
    const [verb] = this.verbs;
    return verb?.verb === "gather" ? verb.timeoutMs : 0;
  }

  private isOutdated(word: number): boolean {
    return word !== this.word;
  }

  private stopWaiting(): Waiting | undefined {
    clearTimeout(this.timer);
    const { waiting } = this;
    this.waiting = undefined;
    this.digits.reset();
    return waiting;
  }

  private now(): string {
    return new Date(this.connection.clock.now()).toISOString();
  }

  /** The exchange may tell the end of something before it answers the request that began it: who is amid a step looks when that is through. */
  private whenBegun(look: (run: this) => void): void {
    if (this.turns.isIdle) return look(this);
    void this.turns.run(() => Promise.resolve(look(this)));
  }
}

/** On hold a call stays; after the others it is over, or elsewhere. */
const staysOrLeaves = (done: CallVerb): boolean =>
  (done.verb === "hold" && done.on) || ["queue", "hang-up"].includes(done.verb);

const waits = ({ verb }: CallVerb): boolean => ["say", "play", "gather", "dial", "transfer", "record"].includes(verb);
