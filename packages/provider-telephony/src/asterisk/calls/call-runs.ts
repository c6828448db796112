import type { AriEvent } from "../ari/ari-event.js";
import { callOfLeg, directionOf } from "../ari/call-id.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import { CallRun, type Tell } from "./call-run.js";
import { leaveFor } from "./leave-for.js";
import { wantsDetection } from "./machine-detection.js";
import { recordSpy } from "./record-spy.js";
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

  /** A call of ours was answered, or is back from the dialplan that found out by whom: its verbs begin. */
  async begin(callId: string, args: readonly string[]): Promise<void> {
    const { machineContext } = this.connection.settings;
    if (machineContext !== undefined && wantsDetection(args)) {
      const { status } = await leaveFor(this.connection, callId, machineContext, "s", { operation: "follow-up" });
      if (status === 204) return;
      this.connection.logger.warn("who answered is not found out", { code: String(status) });
    }
    return this.pickUp(callId);
  }

  /** What the exchange has kept of a call that we do not know (any more) is done. */
  async pickUp(callId: string): Promise<void> {
    if (this.runs.has(callId)) return;
    const verbs = await readVerbs(this.connection, callId);
    const run = this.of(callId, verbs !== undefined);
    if (verbs !== undefined && verbs.length > 0) await run.give(verbs);
  }

  /** Goes on with the calls an event is about. */
  async follow(event: AriEvent): Promise<void> {
    switch (event.type) {
      case "StasisStart": {
        const { id } = event.channel;
        const leg = callOfLeg(id);
        if (leg?.kind === "spy") return recordSpy(this.connection, id, event.args);
        if (leg) return this.runs.get(leg.callId)?.join(id);
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
