import { once } from "node:events";
import type { InboundSinkV1, MailboxSyncV1 } from "@plugboard/core/spec";
import type { RawData, WebSocket } from "ws";
import { argumentsOf } from "../ari/arguments-of.js";
import { authorization } from "../ari/authorization.js";
import { type AriEvent, ariEventSchema } from "../ari/ari-event.js";
import type { AsteriskConnection } from "../asterisk-connection.js";
import type { CallRuns } from "../calls/call-runs.js";
import { eventKey } from "./event-key.js";
import { openEventSocket } from "./open-event-socket.js";
import { pause } from "./pause.js";
import { readLiveChannels } from "./read-live-channels.js";
import { SocketRefusedError } from "./socket-refused-error.js";

export interface FollowerTiming {
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  /** A connection over which nothing comes for so long is asked for a sign of life; without one by then it is given up. */
  readonly silenceMs: number;
}

const TIMING: FollowerTiming = { retryBaseMs: 500, retryMaxMs: 15_000, silenceMs: 20_000 };
/** So many events wait for the store before the exchange has to. */
const WAITING_AT_MOST = 1_000;

/**
 * Follows the exchange's events: records each before anything is done about it, and does what they call for. When the connection is lost the
 * calls live on; the next one begins with a look at which channels there are, and what was missed is made up for.
 */
export class EventFollower implements MailboxSyncV1 {
  constructor(
    private readonly connection: AsteriskConnection,
    private readonly runs: CallRuns,
    private readonly timing: FollowerTiming = TIMING,
  ) {}

  async doSync(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    this.runs.tell = (event) => this.record(sink, event, encode(event), signal);
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.followOnce(sink, signal, () => {
          failures = 0;
        });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const code = "code" in error && typeof error.code === "string" ? error.code : "CONNECTION_LOST";
        const party = error instanceof SocketRefusedError && error.isLogin ? "account" : "provider";
        sink.report({ state: "disconnected", party, code });
        this.connection.logger.warn("the exchange's events are not followed", { code, failures });
      }
      await pause(Math.min(this.timing.retryMaxMs, this.timing.retryBaseMs * 2 ** Math.min(failures, 10)), signal);
    }
    this.runs.tell = undefined;
  }

  /** Resolves when the signal aborts; rejects when the connection is lost. */
  private async followOnce(sink: InboundSinkV1, signal: AbortSignal, onOpen: () => void): Promise<void> {
    const login = await authorization(this.connection);
    const socket = await openEventSocket(this.connection, login);
    const abort = (): void => socket.terminate();
    signal.addEventListener("abort", abort);
    const queue = new EventQueue(socket, (body) => this.take(sink, body, signal));
    try {
      // Listening first: what happens while we look is told as well, and known by its key.
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      // What it means is told by "close"; without a listener the process would end.
      socket.on("error", () => undefined);
      socket.on("message", (data) => queue.push(data));
      await once(socket, "open", { signal });
      sink.report({ state: "connected" });
      onOpen();
      await this.makeUp(sink, signal);
      queue.start();
      const beat = this.watch(socket, login);
      await closed.finally(() => clearInterval(beat));
      if (!signal.aborted) throw new Error("the connection was closed");
    } finally {
      signal.removeEventListener("abort", abort);
      socket.terminate();
      await queue.done;
    }
  }

  /** @param login - it began with: when it counts no more, the connection ends, and the calls live on over the next (R22). */
  private watch(socket: WebSocket, login: string): ReturnType<typeof setInterval> {
    let isAlive = true;
    let looksInVain = 0;
    for (const sign of ["message", "pong"]) socket.on(sign, () => (isAlive = true));
    const look = async (): Promise<void> => {
      try {
        if ((await authorization(this.connection)) !== login) socket.terminate();
        looksInVain = 0;
      } catch {
        // A vault that is away for a moment ends nothing; what it gives no more was taken away.
        if (++looksInVain > 1) socket.terminate();
      }
    };
    return setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
      void look();
    }, this.timing.silenceMs);
  }

  /** Calls that began or ended unseen are told now. */
  private async makeUp(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    const live = await readLiveChannels(this.connection);
    const timestamp = new Date(this.connection.clock.now()).toISOString();
    for (const callId of this.runs.callIds) {
      if (live.ids.has(callId)) continue;
      const gone: AriEvent = { type: "PlugboardGone", timestamp, callId };
      await this.record(sink, gone, encode(gone), signal);
      this.runs.end(callId);
    }
    for (const channel of live.inApplication) {
      const args = argumentsOf(channel.dialplan);
      const start: AriEvent = { type: "StasisStart", timestamp, channel, args };
      await this.record(sink, start, encode(start), signal);
      await this.runs.begin(channel.id, args, live);
    }
    await this.runs.recordUnheard(live);
    await this.runs.releaseLeft(live);
  }

  private async take(sink: InboundSinkV1, body: Uint8Array, signal: AbortSignal): Promise<void> {
    const read = ariEventSchema.safeParse(parse(body));
    // The application gets every kind of event; those without meaning for a call are none of ours.
    if (!read.success) return;
    const event = read.data;
    // A digit alone is no event: what was gathered is. So a caller who presses without end costs no write.
    if (event.type !== "ChannelDtmfReceived" && event.type !== "PlaybackFinished")
      await this.record(sink, event, body, signal);
    try {
      await this.runs.follow(event);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const code = "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
      this.connection.logger.warn("an event's step failed", { code, type: event.type });
    }
  }

  /** Again and again until it is durable: the exchange tells an event once. */
  private async record(sink: InboundSinkV1, event: AriEvent, body: Uint8Array, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await sink.accept({ deduplicationKey: eventKey(event, body), contentType: "application/json", body });
        return;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        this.connection.logger.warn("an event is not recorded yet", { code: "NOT_RECORDED", failures });
        await pause(Math.min(this.timing.retryMaxMs, this.timing.retryBaseMs * 2 ** Math.min(failures, 10)), signal);
      }
    }
  }
}

/** Events in their order, one at a time; the exchange waits when too many do. */
class EventQueue {
  private readonly waiting: Uint8Array[] = [];
  private isStarted = false;
  private isRunning = false;
  done: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: WebSocket,
    private readonly take: (body: Uint8Array) => Promise<void>,
  ) {}

  push(data: RawData): void {
    const body = Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(Buffer.from(data as ArrayBuffer));
    this.waiting.push(body);
    if (this.waiting.length > WAITING_AT_MOST) this.socket.pause();
    if (this.isStarted && !this.isRunning) this.done = this.run();
  }

  start(): void {
    this.isStarted = true;
    if (!this.isRunning) this.done = this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let body = this.waiting.shift(); body !== undefined; body = this.waiting.shift()) {
      if (this.socket.isPaused && this.waiting.length < WAITING_AT_MOST / 2) this.socket.resume();
      await this.take(body);
    }
    this.isRunning = false;
  }
}

const encode = (event: AriEvent): Uint8Array => new TextEncoder().encode(JSON.stringify(event));

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    // Not an event, and nothing a later version could read.
    return undefined;
  }
}
