import { jsonAnswer } from "../simulator/json-answer.js";
import type { AriRequest } from "./check-ari-request.js";

/** A channel as the simulated exchange has it. */
export interface SimulatedChannel {
  readonly id: string;
  state: "Down" | "Ringing" | "Ring" | "Up";
  /** Whether it is in the application, which most of what can be done with it needs. */
  isInApplication: boolean;
  readonly application: string;
  args: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly variables: Map<string, string>;
  isHeld: boolean;
  isMuted: boolean;
}

const NOT_FOUND = (): Response => jsonAnswer(404, { message: "Channel not found" });
const NOTHING = (): Response => new Response(null, { status: 204 });
const CAUSES: Readonly<Record<string, number>> = { normal: 16, busy: 17, rejected: 21, no_answer: 19 };

/** The state behind the simulator: channels, bridges, playbacks, recordings, and the events they make. */
export class SimulatedExchange {
  readonly channels = new Map<string, SimulatedChannel>();
  readonly bridges = new Map<string, Set<string>>();
  readonly playbacks = new Map<string, { channelId: string; media: readonly string[] }>();
  readonly recordings = new Map<string, { channelId: string; isLive: boolean }>();
  /** What was done with channels, in order: `"play sound:https://…"`. */
  readonly deeds: string[] = [];
  /** Set to false to end playbacks by hand. */
  playsAtOnce = true;
  /** Set to true for people who take every call. */
  answersAtOnce = false;

  /** Set to true for other sides that go where they are sent; else they refuse, and stay. */
  takesTransfers = false;

  constructor(private readonly emit: (event: Record<string, unknown>) => void) {}

  answerTo({ resource, names, parameters }: AriRequest): Response {
    const { channelId = "", bridgeId = "", playbackId = "", recordingName = "" } = names;
    const key = `${resource.method} ${resource.path}`;
    switch (key) {
      case "GET /asterisk/ping":
        return jsonAnswer(200, { asterisk_id: "00:00:00:00:00:00", ping: "pong", timestamp: now() });
      case "GET /channels":
        return jsonAnswer(200, [...this.channels.values()].map(snapshot));
      case "POST /channels/{channelId}":
        return this.originate(channelId, parameters);
      case "POST /bridges/{bridgeId}":
        this.bridges.set(bridgeId, new Set());
        return jsonAnswer(200, { id: bridgeId, channels: [] });
      case "GET /bridges/{bridgeId}": {
        const channels = this.bridges.get(bridgeId);
        return channels === undefined ? NOT_FOUND() : jsonAnswer(200, { id: bridgeId, channels: [...channels] });
      }
      case "DELETE /bridges/{bridgeId}":
        return this.bridges.delete(bridgeId) ? NOTHING() : NOT_FOUND();
      case "POST /bridges/{bridgeId}/addChannel":
        return this.addToBridge(bridgeId, parameters["channel"]);
      case "GET /playbacks/{playbackId}":
        return this.playbacks.has(playbackId) ? jsonAnswer(200, { id: playbackId, state: "playing" }) : NOT_FOUND();
      case "DELETE /playbacks/{playbackId}":
        return this.playbacks.has(playbackId) ? this.endPlayback(playbackId) : NOT_FOUND();
      case "GET /recordings/live/{recordingName}":
        return this.recordings.get(recordingName)?.isLive === true
          ? jsonAnswer(200, { name: recordingName, format: "wav", state: "recording" })
          : NOT_FOUND();
      case "GET /recordings/stored/{recordingName}":
        return this.recordings.get(recordingName)?.isLive === false
          ? jsonAnswer(200, { name: recordingName, format: "wav" })
          : NOT_FOUND();
      case "POST /recordings/live/{recordingName}/stop":
        return this.endRecording(recordingName);
      case "GET /recordings/stored/{recordingName}/file":
        return this.recordings.has(recordingName)
          ? new Response(`RIFF ${recordingName}`, { headers: { "content-type": "audio/x-wav" } })
          : NOT_FOUND();
      case "DELETE /recordings/stored/{recordingName}":
        return this.recordings.delete(recordingName) ? NOTHING() : NOT_FOUND();
      case "POST /applications/{applicationName}/subscription":
        return jsonAnswer(200, { name: names["applicationName"] });
      default: {
        const channel = this.channels.get(channelId);
        return channel === undefined ? NOT_FOUND() : this.ofChannel(key, channel, names, parameters);
      }
    }
  }

  /** Somebody calls the application. */
  incoming(call: { id: string; from: string; to: string; application: string }): void {
    const channel = this.add({ ...call, state: "Ring", args: [] });
    this.enter(channel);
  }

  ring(channelId: string): void {
    this.turn(channelId, "Ringing");
  }

  /** Who was called takes the call: the channel comes into its application. */
  answered(channelId: string): void {
    const channel = this.turn(channelId, "Up");
    if (channel && !channel.isInApplication) this.enter(channel);
  }

  /** The dialplan brings a call back into its application, with what it found out. */
  comesBack(channelId: string, ...args: string[]): void {
    const channel = this.channels.get(channelId);
    if (channel === undefined || channel.isInApplication) throw new Error("the call is in no dialplan");
    channel.args = args;
    this.enter(channel);
  }

  press(channelId: string, digit: string): void {
    const channel = this.channels.get(channelId);
    if (channel)
      this.emit({ type: "ChannelDtmfReceived", timestamp: now(), digit, duration_ms: 100, channel: snapshot(channel) });
  }

  /** The other side leaves, or never came. */
  hangUp(channelId: string, cause = 16, techCause?: number): void {
    const channel = this.channels.get(channelId);
    if (!channel) return;
    this.channels.delete(channelId);
    for (const bridge of this.bridges.values()) bridge.delete(channelId);
    if (channel.isInApplication) this.emit({ type: "StasisEnd", timestamp: now(), channel: snapshot(channel) });
    this.emit({
      ...{ type: "ChannelDestroyed", timestamp: now(), cause, cause_txt: "", channel: snapshot(channel) },
      ...(techCause === undefined ? {} : { tech_cause: techCause }),
    });
  }

  endPlayback(playbackId: string): Response {
    const playback = this.playbacks.get(playbackId);
    if (playback === undefined) return NOT_FOUND();
    this.playbacks.delete(playbackId);
    const target_uri = `channel:${playback.channelId}`;
    this.emit({
      ...{ type: "PlaybackFinished", timestamp: now() },
      playback: { id: playbackId, media_uri: playback.media.at(-1), target_uri, state: "done" },
    });
    return NOTHING();
  }

  endRecording(name: string): Response {
    const recording = this.recordings.get(name);
    if (!recording?.isLive) return jsonAnswer(404, { message: "Recording not found" });
    this.recordings.set(name, { ...recording, isLive: false });
    const target_uri = `channel:${recording.channelId}`;
    this.emit({
      ...{ type: "RecordingFinished", timestamp: now() },
      recording: { name, format: "wav", target_uri, state: "done", duration: 3 },
    });
    return NOTHING();
  }

  private originate(id: string, parameters: Readonly<Record<string, unknown>>): Response {
    if (this.channels.has(id)) return jsonAnswer(409, { message: "Channel with given unique ID already exists" });
    const text = (name: string): string => textOf(parameters[name]) ?? "";
    if (text("app") === "" && text("extension") === "") return jsonAnswer(400, { message: "Application or extension" });
    const channel = this.add({
      ...{ id, from: text("callerId"), to: text("endpoint"), application: text("app"), state: "Down" },
      args: text("appArgs").split(","),
    });
    for (const [name, value] of Object.entries(parameters["variables"] ?? {}))
      channel.variables.set(name, String(value));
    this.deeds.push(`originate ${text("endpoint")}`);
    if (this.answersAtOnce) this.answered(id);
    return jsonAnswer(200, snapshot(channel));
  }

  private ofChannel(
    key: string,
    channel: SimulatedChannel,
    names: Readonly<Record<string, string>>,
    parameters: Readonly<Record<string, unknown>>,
  ): Response {
    const { id } = channel;
    switch (key) {
      case "GET /channels/{channelId}":
        return jsonAnswer(200, snapshot(channel));
      case "DELETE /channels/{channelId}":
        this.deeds.push(`hang-up ${textOf(parameters["reason"]) ?? "normal"}`);
        this.hangUp(id, CAUSES[textOf(parameters["reason"]) ?? "normal"]);
        return NOTHING();
      case "GET /channels/{channelId}/variable": {
        const value = channel.variables.get(String(parameters["variable"]));
        return value === undefined ? jsonAnswer(404, { message: "Variable not found" }) : jsonAnswer(200, { value });
      }
      case "POST /channels/{channelId}/variable":
        channel.variables.set(String(parameters["variable"]), textOf(parameters["value"]) ?? "");
        return NOTHING();
    }
    if (!channel.isInApplication) return jsonAnswer(409, { message: "Channel not in Stasis application" });
    const deed = key.split("/").at(-1) ?? "";
    switch (deed) {
      case "answer":
        this.deeds.push("answer");
        this.turn(id, "Up");
        return NOTHING();
      case "play":
        return this.play(id, parameters);
      case "record": {
        const name = String(parameters["name"]);
        if (this.recordings.has(name)) return jsonAnswer(409, { message: "Recording exists" });
        this.recordings.set(name, { channelId: id, isLive: true });
        this.deeds.push("record");
        return jsonAnswer(201, { name, format: "wav", target_uri: `channel:${id}`, state: "queued" });
      }
      case "{snoopId}": {
        const spy = this.add({
          ...{ id: names["snoopId"] ?? "", from: "", to: "", state: "Up", application: String(parameters["app"]) },
          args: (textOf(parameters["appArgs"]) ?? "").split(","),
        });
        this.enter(spy);
        return jsonAnswer(200, snapshot(spy));
      }
      case "hold":
        channel.isHeld = key.startsWith("POST");
        break;
      case "mute":
        channel.isMuted = key.startsWith("POST");
        break;
      case "redirect":
        if (this.takesTransfers) setImmediate(() => this.hangUp(id));
        break;
      case "continue":
        channel.isInApplication = false;
        this.emit({ type: "StasisEnd", timestamp: now(), channel: snapshot(channel) });
        break;
    }
    const about = textOf(parameters["endpoint"]) ?? textOf(parameters["dtmf"]) ?? textOf(parameters["extension"]);
    this.deeds.push(`${key.startsWith("DELETE") ? "un" : ""}${deed}${about === undefined ? "" : ` ${about}`}`);
    return NOTHING();
  }

  private play(channelId: string, parameters: Readonly<Record<string, unknown>>): Response {
    const id = String(parameters["playbackId"]);
    const media = [parameters["media"]].flat().map(String);
    this.playbacks.set(id, { channelId, media });
    this.deeds.push(`play ${media.join(",")}`);
    // What is queued for a channel that has gone meanwhile is never played.
    if (this.playsAtOnce) setImmediate(() => this.channels.has(channelId) && this.endPlayback(id));
    const target_uri = `channel:${channelId}`;
    return jsonAnswer(201, { id, media_uri: media[0], target_uri, state: "queued" });
  }

  private addToBridge(bridgeId: string, wanted: unknown): Response {
    const bridge = this.bridges.get(bridgeId);
    if (!bridge) return NOT_FOUND();
    const ids = [wanted].flat().map(String);
    if (ids.some((id) => this.channels.get(id)?.isInApplication !== true))
      return jsonAnswer(422, { message: "Channel not in Stasis application" });
    for (const id of ids) bridge.add(id);
    this.deeds.push("join");
    return NOTHING();
  }

  private add(
    channel: Pick<SimulatedChannel, "id" | "from" | "to" | "application" | "args" | "state">,
  ): SimulatedChannel {
    const added = {
      ...channel,
      isInApplication: false,
      variables: new Map<string, string>(),
      isHeld: false,
      isMuted: false,
    };
    this.channels.set(channel.id, added);
    return added;
  }

  private enter(channel: SimulatedChannel): void {
    channel.isInApplication = true;
    this.emit({ type: "StasisStart", timestamp: now(), args: channel.args, channel: snapshot(channel) });
  }

  private turn(channelId: string, state: SimulatedChannel["state"]): SimulatedChannel | undefined {
    const channel = this.channels.get(channelId);
    if (!channel) return undefined;
    channel.state = state;
    this.emit({ type: "ChannelStateChange", timestamp: now(), channel: snapshot(channel) });
    return channel;
  }
}

function snapshot({
  id,
  state,
  from,
  to,
  application,
  args,
  isInApplication,
}: SimulatedChannel): Record<string, unknown> {
  return {
    ...{ id, state, name: `PJSIP/simulated-${id}`, protocol_id: id, accountcode: "", language: "en" },
    caller: { name: "", number: from },
    connected: { name: "", number: "" },
    creationtime: now(),
    dialplan: {
      ...{ context: "default", exten: to, priority: 1 },
      ...(isInApplication
        ? { app_name: "Stasis", app_data: [application, ...args].join(",") }
        : { app_name: "", app_data: "" }),
    },
  };
}

const now = (): string => new Date().toISOString().replace("Z", "+0000");

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
