import type { EndEvent, RTCSession } from "jssip/lib/RTCSession.js";
import type { CallOptions } from "jssip/lib/UA.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import { endOfCall } from "./end-of-call.js";
import { MediaWishes } from "./media-wishes.js";
import { outliveTrouble } from "./outlive-trouble.js";
import type { PhoneCall } from "./phone-call.js";

type Reported = Pick<SoftphoneEvent, "event"> &
  Partial<Pick<SoftphoneEvent, "digits" | "cause" | "endedBy" | "sipStatus" | "durationMs">>;

export interface CallSessionListener {
  /** Something that is shown has changed. */
  onChange(): void;
  onReport(event: SoftphoneEvent): void;
  /** The other side's voice. */
  onRemoteStream(stream: MediaStream): void;
  /** What is spoken into is not there any more. */
  onMicrophoneLost(): void;
  /** The way the voices took is not there any more: another network, or none. */
  onMediaLost(): void;
  /** The other side asks to call somebody else in its place. */
  onTransferAsked(target: string, accept: Follow, refuse: () => void): void;
  /** Somebody is connected to us in place of whom we speak with; jssip ends the old call when the new one is answered. */
  onReplaced(accept: Follow): void;
}

/** jssip's way to go on with a call that follows from another; `begin` is handed it before anything happens. */
export type Follow = (begin: (session: RTCSession) => void, options?: CallOptions) => void;

const TONE_MS = 160;
const GAP_MS = 80;
/** How long another way for the voices is looked for: a machine that changes its network needs some seconds. Milliseconds. */
const SILENCE_MS = 60_000;

/** One SIP call: jssip's session, told as facts of {@link PhoneCall} and as events for the host. */
export class CallSession {
  private state: PhoneCall["state"];
  private answeredAtMs: number | undefined;
  private transferState: PhoneCall["transfer"] = "none";
  private cause: PhoneCall["cause"];
  private sequence = 0;
  private readonly wishes: MediaWishes;
  /** What is spoken into: ours from the call's beginning to its end, when the browser may show no open microphone any more. */
  private input: MediaStreamTrack | undefined;
  /** Runs while the voices have lost their way. */
  private silence: ReturnType<typeof setTimeout> | undefined;
  private isGivenUp = false;

  constructor(
    readonly id: string,
    private readonly session: RTCSession,
    private readonly own: string,
    readonly commandId: string | undefined,
    private readonly listener: CallSessionListener,
  ) {
    this.state = this.isInbound ? "offered" : "dialling";
    this.wishes = new MediaWishes(session);
    outliveTrouble(session, (trouble) => (trouble === "change-refused" ? this.wishes.refused() : this.voicesLost()));
    session.on("peerconnection", () => this.followMedia());
    // An outgoing call's connection exists before anybody can listen for its event.
    this.followMedia();
    session.on("progress", () => {
      if (!this.isInbound && this.state === "dialling") this.turn("ringing", { event: "ringing" });
    });
    session.on("confirmed", () => {
      this.answeredAtMs = Date.now();
      this.turn("established", { event: "answered" });
    });
    session.on("ended", (end: EndEvent) => this.end(end, true));
    session.on("failed", (end: EndEvent) => this.end(end, false));
    for (const event of ["muted", "unmuted"] as const) session.on(event, () => listener.onChange());
    session.on("hold", ({ originator }) => this.heldChanged(originator, "held"));
    session.on("unhold", ({ originator }) => this.heldChanged(originator, "resumed"));
    session.on("newDTMF", ({ originator, dtmf }: { originator: string; dtmf: { tone: string } }) => {
      if (originator === "remote") this.report({ event: "digits", digits: dtmf.tone });
    });
    session.on("refer", ({ request, accept, reject }) => {
      const target = request.parseHeader<{ uri: { toString(): string } } | undefined>("refer-to")?.uri.toString() ?? "";
      listener.onTransferAsked(target, accept as Follow, reject);
    });
    session.on("replaces", ({ accept }) => listener.onReplaced(accept as Follow));
    if (this.isInbound) this.report({ event: "offered" });
  }

  get call(): PhoneCall {
    const { session } = this;
    return {
      id: this.id,
      direction: this.isInbound ? "inbound" : "outbound",
      address: this.remote,
      name: session.remote_identity.display_name || undefined,
      state: this.state,
      muted: session.isMuted().audio ?? false,
      held: this.wishes.isHeld,
      heldByRemote: session.isOnHold().remote,
      answeredAtMs: this.answeredAtMs,
      cause: this.cause,
      transfer: this.transferState,
    };
  }

  get connection(): RTCPeerConnection | undefined {
    return this.session.connection;
  }

  /** What is spoken into, as long as the call is. */
  get microphone(): MediaStreamTrack | undefined {
    return this.state === "ended" ? undefined : this.input;
  }

  answer(options: { mediaStream: MediaStream; pcConfig: RTCConfiguration }): void {
    const [track] = options.mediaStream.getAudioTracks();
    // Withdrawn while the operator was asked for the microphone.
    if (this.state !== "offered") return track?.stop();
    this.keepMicrophone(track);
    this.session.answer(options);
  }

  /** Closes this microphone when the call is over. */
  keepMicrophone(track: MediaStreamTrack | undefined): void {
    this.input?.stop();
    this.input = track;
    // Not told where we have stopped it ourselves.
    track?.addEventListener("ended", () => this.input === track && this.listener.onMicrophoneLost());
    if (this.state === "ended") track?.stop();
  }

  /** Ends, refuses or withdraws the call; a second time does nothing. */
  hangUp(reason: "completed" | "busy" | "declined" = "completed"): void {
    if (this.session.isEnded()) return;
    if (this.state !== "offered") return this.session.terminate();
    this.session.terminate({ status_code: reason === "busy" ? 486 : reason === "declined" ? 603 : 480 });
  }

  /** Speaks with another microphone from now on; who was mute stays so. The track is this call's alone. */
  async useTrack(track: MediaStreamTrack): Promise<void> {
    const sender = this.connection?.getSenders().find((one) => one.track?.kind === "audio");
    track.enabled = sender?.track?.enabled ?? false;
    await sender?.replaceTrack(track);
    this.keepMicrophone(track);
    this.listener.onChange();
  }

  mute(on: boolean): void {
    if (on) this.session.mute({ audio: true });
    else this.session.unmute({ audio: true });
  }

  hold(on: boolean): void {
    if (this.state !== "established") return;
    this.wishes.hold(on);
    this.listener.onChange();
  }

  sendDigits(digits: string): void {
    if (this.state !== "established") return;
    // RFC 4733 within the audio, as every exchange takes it; jssip's other way is SIP INFO. Its enumeration is a string at run time, and it
    // writes a pause as a comma (2 s; `w` is half a second, so four of them make one).
    this.session.sendDTMF(digits.replace(/w{1,4}/g, ","), {
      transportType: "RFC2833" as never,
      duration: TONE_MS,
      interToneGap: GAP_MS,
    });
  }

  /** Gives the call to `target`; with `consultation`, to whom that call speaks with. */
  transfer(target: string, consultation?: CallSession): void {
    if (this.state !== "established") return;
    this.setTransfer("asked");
    this.session.refer(target, {
      ...(consultation === undefined ? {} : { replaces: consultation.session }),
      eventHandlers: {
        accepted: () => {
          this.setTransfer("done");
          this.report({ event: "transferred" });
          this.hangUp();
          consultation?.hangUp();
        },
        failed: ({ status_line: status }: { status_line?: { status_code?: number } } = {}) =>
          this.transferFailed(status?.status_code),
        requestFailed: ({ response }: { response?: { status_code?: number } | null } = {}) =>
          this.transferFailed(response?.status_code),
      },
    });
  }

  private transferFailed(sipStatus: number | undefined): void {
    this.setTransfer("failed");
    this.report({ event: "transfer-failed", ...(sipStatus === undefined ? {} : { sipStatus }) });
  }

  /** Tells the other side where we are, after the connection to the server was lost and is there again. */
  refresh(): void {
    if (this.state === "established") this.wishes.refresh();
  }

  get remote(): string {
    const { scheme, user, host } = this.session.remote_identity.uri;
    return `${scheme}:${user}@${host}`;
  }

  private get isInbound(): boolean {
    return (this.session.direction as string) === "incoming";
  }

  private followMedia(): void {
    const connection = this.connection;
    if (!connection) return;
    connection.addEventListener("track", ({ streams: [stream], track }) => {
      this.listener.onRemoteStream(stream ?? new MediaStream([track]));
    });
    connection.addEventListener("iceconnectionstatechange", () => {
      if (!["connected", "completed"].includes(connection.iceConnectionState)) return;
      clearTimeout(this.silence);
      this.silence = undefined;
    });
  }

  /** @returns whether another way is looked for. */
  private voicesLost(): boolean {
    if (this.state !== "established" || this.isGivenUp) return false;
    this.silence ??= setTimeout(() => {
      this.isGivenUp = true;
      this.session.terminate({ status_code: 408, reason_phrase: "RTP Timeout", cause: "RTP Timeout" });
    }, SILENCE_MS);
    this.listener.onMediaLost();
    return true;
  }

  private heldChanged(originator: string, event: "held" | "resumed"): void {
    if (originator === "local") this.report({ event });
    this.listener.onChange();
  }

  private setTransfer(state: PhoneCall["transfer"]): void {
    this.transferState = state;
    this.listener.onChange();
  }

  private end({ originator, message, cause }: EndEvent, established: boolean): void {
    if (this.state === "ended") return;
    this.input?.stop();
    clearTimeout(this.silence);
    // jssip ends a call that was replaced when the new one is confirmed; where the other side was faster, that throws amid the new call's event.
    Object.assign(this.session, { terminate: () => undefined });
    // jssip gives no message where the end is its own doing (no connection, nobody answered).
    const answer = message as EndEvent["message"] | null;
    const sipStatus = answer !== null && "status_code" in answer ? answer.status_code : undefined;
    const end = endOfCall({ established, originator, reason: cause, sipStatus });
    this.cause = end.cause;
    this.turn("ended", {
      event: "ended",
      cause: end.cause,
      endedBy: end.endedBy,
      ...(end.sipStatus === undefined ? {} : { sipStatus: end.sipStatus }),
      durationMs: this.answeredAtMs === undefined ? 0 : Date.now() - this.answeredAtMs,
    });
  }

  private turn(state: PhoneCall["state"], reported: Reported): void {
    this.state = state;
    this.report(reported);
    this.listener.onChange();
  }

  private report(reported: Reported): void {
    this.listener.onReport({
      eventId: crypto.randomUUID(),
      sipCallId: this.id,
      ...(this.commandId === undefined ? {} : { commandId: this.commandId }),
      direction: this.isInbound ? "inbound" : "outbound",
      occurredAt: new Date().toISOString(),
      sequence: this.sequence++,
      from: this.isInbound ? this.remote : this.own,
      to: this.isInbound ? this.own : this.remote,
      ...reported,
    });
  }
}
