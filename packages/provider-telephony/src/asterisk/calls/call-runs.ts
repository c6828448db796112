import type { AriEvent } from "../ari/ari-event.js";
import { callAri } from "../ari/call-ari.js";
import { bridgeOf, callOfLeg, directionOf } from "../ari/call-id.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { CallRun, type Tell } from "./call-run.js";
import type { LiveChannels } from "../events/read-live-channels.js";
import { leaveFor } from "./leave-for.js";
import { wantsDetection } from "./machine-detection.js";
import { recordSpy } from "./record-spy.js";
import { argumentsOf } from "../ari/arguments-of.js";
import { readVerbs } from "./verb-store.js";

/** The live calls of a channel, each with what is done with it. */
export class CallRuns {
  private readonly runs = new Map<string, CallRun>();
  private teller: Tell | undefined;

  constructor(private readonly connection: AsteriskConnection) {}

  /** To whom is told from now on; nobody while the events are not followed. */
  set tell(tell: Tell | undefined) {
    this.teller = tell;
  }

  get size(): number {
    return this.runs.size;
  }

  of(callId: string, isKept = false): CallRun {
    let run = this.runs.get(callId);
    if (!run) {
      run = new CallRun(callId, this.connection, async (event) => this.teller?.(event), isKept);
      this.runs.set(callId, run);
    }
    return run;
  }

  has(callId: string): boolean {
    return this.runs.has(callId);
  }

  get callIds(): string[] {
    return [...this.runs.keys()];
  }

  /** A call of ours was answered, or is back from the dialplan that found out by whom: its verbs begin. @param live - what the exchange has, after a time nobody listened. */
  async begin(callId: string, args: readonly string[], live?: LiveChannels): Promise<void> {
    const { machineContext } = this.connection.settings;
    if (machineContext !== undefined && wantsDetection(args)) {
      const { status } = await leaveFor(this.connection, callId, machineContext, "s", { operation: "follow-up" });
      if (status === 204) return;
      this.connection.logger.warn("who answered is not found out", { code: String(status) });
    }
    return this.pickUp(callId, live);
  }

  /** What the exchange has kept of a call that we do not know (any more) is done; of one we know, what was missed is found out. */
  private async pickUp(callId: string, live?: LiveChannels): Promise<void> {
    const known = this.runs.get(callId);
    if (known) return live && known.lookAgain(live);
    const kept = await readVerbs(this.connection, callId);
    const run = this.of(callId, kept !== undefined);
    if (kept === undefined || kept.verbs.length === 0) return;
    const { verbs } = kept;
    // Where nobody is on the line who was called, they have left.
    const leg = verbs[0]?.verb === "dial" ? (legOf(callId, live) ?? kept.leg) : undefined;
    if (leg === undefined || live === undefined) await run.give(verbs);
    else {
      await run.adopt(verbs, leg);
      await run.lookAgain(live);
    }
  }

  /** Who listens to record, and came while nobody followed, begins. */
  async recordUnheard(live: LiveChannels): Promise<void> {
    for (const { id, dialplan } of live.further) {
      const [, name] = argumentsOf(dialplan);
      if (callOfLeg(id)?.kind !== "spy" || name === undefined) continue;
      const has = async (kind: string): Promise<boolean> =>
        (await callAri(this.connection, { operation: "follow-up", method: "GET", path: ["recordings", kind, name] }))
          .status === 200;
      if (!(await has("live")) && !(await has("stored"))) await recordSpy(this.connection, id, argumentsOf(dialplan));
    }
  }

  /** Whom a call was joined with, and the call has ended while nobody listened, does not stay alone on the line. */
  async releaseLeft(live: LiveChannels): Promise<void> {
    for (const { id } of live.further) {
      const leg = callOfLeg(id);
      if (leg?.kind === "leg" && !live.ids.has(leg.callId)) await this.release(id, leg.callId);
    }
  }

  private async release(channelId: string, callId: string): Promise<void> {
    const remove = (...path: string[]) => callAri(this.connection, { operation: "follow-up", method: "DELETE", path });
    await remove("channels", channelId);
    await remove("bridges", bridgeOf(callId));
  }

  /** Goes on with the calls an event is about. */
  async follow(event: AriEvent): Promise<void> {
    switch (event.type) {
      case "StasisStart": {
        const { id } = event.channel;
        const leg = callOfLeg(id);
        if (leg?.kind === "spy") return recordSpy(this.connection, id, event.args);
        if (leg) {
          const run = this.runs.get(leg.callId);
          return run ? run.join(id) : this.release(id, leg.callId);
        }
        if (directionOf(id) === "outbound") return this.begin(id, event.args);
        this.of(id);
        return;
      }
      case "ChannelDestroyed": {
        const { id } = event.channel;
        const leg = callOfLeg(id);
        if (leg) return this.runs.get(leg.callId)?.left(id);
        return this.end(id);
      }
      case "ChannelDtmfReceived":
        return this.runs.get(event.channel.id)?.press(event.digit);
      case "PlaybackFinished":
        for (const run of this.runs.values()) run.ended({ playbackId: event.playback.id });
        return;
      case "RecordingFinished":
      case "RecordingFailed":
        for (const run of this.runs.values()) run.ended({ recording: event.recording.name });
        return;
      case "ChannelStateChange":
      case "PlugboardDigits":
      case "PlugboardVerbFinished":
      case "PlugboardGone":
        return;
    }
  }

  end(callId: string): void {
    this.runs.get(callId)?.close();
    this.runs.delete(callId);
  }

  close(): void {
    // The calls live on in the exchange; only our clocks stop.
    for (const run of this.runs.values()) run.rest();
    this.runs.clear();
  }
}

/** Whom the host before us has called for this call. */
function legOf(callId: string, live: LiveChannels | undefined): string | undefined {
  return [...(live?.ids ?? [])].find((id) => {
    const leg = callOfLeg(id);
    return leg?.kind === "leg" && leg.callId === callId;
  });
}
