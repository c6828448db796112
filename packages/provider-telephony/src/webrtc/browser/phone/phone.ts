import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall } from "../../wire/softphone-presence.js";
import { sipAddress } from "../../wire/sip-address.js";
import type { SoftphonePermit } from "../../wire/softphone-dial.js";
import { CallSession } from "./call-session.js";
import { Line, type PhoneState } from "./line.js";
import type { PhoneCall } from "./phone-call.js";
import type { PhoneHost } from "./phone-host.js";

export interface PhoneListener {
  /** The state or a call has changed: read both anew. */
  onChange(): void;
  onReport(event: SoftphoneEvent): void;
  onRemoteStream(callId: string, stream: MediaStream): void;
  /** What is spoken into is not there any more: a headset was pulled out, or the permission taken back. */
  onMicrophoneLost(): void;
}

/** Longer than the caller's change takes, as a rule. Milliseconds. */
const CALLEE_WAITS_MS = 2_000;
const ENDED_CALLS_SHOWN = 1;
const LIVE_STATES = { offered: "offered", dialling: "ringing", ringing: "ringing", established: "answered" } as const;

/** A telephone in a page: its line at the account's SIP server, and its calls. One call is spoken in at a time; the others are on hold. */
export class Phone {
  private readonly line: Line;
  private readonly sessions = new Map<string, CallSession>();
  /** Calls whose answer is under way: the operator is asked for the microphone, or the caller is told. */
  private readonly answering = new Set<string>();
  /** Set while an INVITE that replaces a call is taken: it is the answer to a transfer, not a new call. */
  private answersNext: Followed | undefined;

  /**
   * @param host - gives the operator's registration of now, and says who may be called.
   * @param openMicrophone - the chosen one; asked for each call.
   */
  constructor(
    private readonly host: PhoneHost,
    private readonly openMicrophone: () => Promise<MediaStream>,
    private readonly listener: PhoneListener,
  ) {
    this.line = new Line(host, {
      onState: () => listener.onChange(),
      onBack: () => {
        for (const session of this.sessions.values()) this.refreshInTurn(session);
      },
      onCall: (session) => this.take(session, undefined),
    });
  }

  get state(): PhoneState {
    return this.line.state;
  }

  get address(): string | undefined {
    return this.line.address;
  }

  get calls(): PhoneCall[] {
    return [...this.sessions.values()].map((session) => session.call);
  }

  /** Calls under way, as the host knows them. */
  get liveCalls(): SoftphoneLiveCall[] {
    return [...this.sessions.values()].flatMap(({ id, commandId, call: { state } }) =>
      state === "ended"
        ? []
        : [{ call: id, ...(commandId === undefined ? {} : { commandId }), state: LIVE_STATES[state] }],
    );
  }

  /** Registers. @throws {Error} the host gave no registration; it is asked again. */
  connect(): Promise<void> {
    return this.line.connect();
  }

  /** Ends all calls and the registration, for good. */
  disconnect(): void {
    this.line.disconnect();
  }

  /**
   * @returns the SIP Call-ID.
   * @throws {DOMException} the microphone was refused. @throws {DialRefusedError} a rule of the host says no: nobody was called.
   */
  async dial(target: string, commandId?: string): Promise<string> {
    try {
      return await this.dialNow(target, commandId);
    } catch (error) {
      // Else the host would wait for a call that nobody has begun.
      if (commandId !== undefined) this.listener.onReport(notDialled(this.address ?? "", target, commandId, error));
      throw error;
    }
  }

  /** A second time, while the first is under way, does nothing. */
  async answer(id: string): Promise<void> {
    if (this.answering.has(id)) return;
    this.answering.add(id);
    try {
      const mediaStream = await this.openMicrophone();
      const session = this.session(id);
      // Withdrawn while the operator was asked for the microphone.
      if (session?.call.state !== "offered") return close(mediaStream);
      this.holdOthers(id);
      session.answer({ mediaStream, pcConfig: this.line.pcConfig });
    } catch (error) {
      this.answering.delete(id);
      throw error;
    }
  }

  /** Whoever is taken off hold is the one who is spoken with. */
  hold(id: string, on: boolean): void {
    if (!on) this.holdOthers(id);
    this.session(id)?.hold(on);
  }

  session(id: string): CallSession | undefined {
    return this.sessions.get(id);
  }

  /** The call by the host's command that began it, else by its SIP Call-ID. */
  find(commandOrCallId: string): CallSession | undefined {
    const all = [...this.sessions.values()];
    return all.find(({ commandId }) => commandId === commandOrCallId) ?? this.session(commandOrCallId);
  }

  /** Gives a call to somebody who may be called. @throws {DialRefusedError} a rule of the host says no: the call goes on. */
  async transferTo(id: string, target: string): Promise<void> {
    const { address } = await this.host.mayDial(target);
    this.session(id)?.transfer(address);
  }

  /** As {@link transferTo}, asked for by the host: its gates have spoken. */
  transferAsAsked(id: string, target: string): void {
    this.session(id)?.transfer(sipAddress(target, hostOf(this.address ?? "")));
  }

  /** Connects whom `id` speaks with to whom `consultationId` speaks with, and leaves both. */
  join(id: string, consultationId: string): void {
    const consultation = this.session(consultationId);
    if (consultation) this.session(id)?.transfer(consultation.remote, consultation);
  }

  private async dialNow(target: string, commandId: string | undefined): Promise<string> {
    const mediaStream = await this.openMicrophone();
    try {
      // Else the host would be asked for a permit that is of no use.
      this.line.readyAgent();
      const permit = await this.host.mayDial(target, commandId);
      const agent = this.line.readyAgent();
      this.holdOthers();
      const extraHeaders = headersOf(permit);
      const session = agent.call(permit.address, { mediaStream, pcConfig: this.line.pcConfig, extraHeaders });
      return this.take(session, commandId, mediaStream);
    } catch (error) {
      close(mediaStream);
      throw error;
    }
  }

  private holdOthers(id?: string): void {
    for (const call of this.calls)
      if (call.id !== id && call.state === "established" && !call.held) this.session(call.id)?.hold(true);
  }

  /** A server that starts anew has cut both sides: the caller goes first, since two that speak at once refuse each other (RFC 3261 §14.1). */
  private refreshInTurn(session: CallSession): void {
    if (session.call.direction === "outbound") session.refresh();
    else setTimeout(() => session.refresh(), CALLEE_WAITS_MS);
  }

  private take(session: RTCSession, commandId: string | undefined, microphone?: MediaStream): string {
    // jssip's own id is Call-ID and tag in one; the request has the Call-ID alone, which the server's records have too.
    const id = session.id.slice(0, session.id.length - tagOf(session).length);
    const taken = new CallSession(id, session, this.address ?? "", commandId, {
      onChange: () => this.changed(),
      onReport: (event) => this.listener.onReport(event),
      onRemoteStream: (stream) => this.listener.onRemoteStream(id, stream),
      onMicrophoneLost: () => this.listener.onMicrophoneLost(),
      onMediaLost: () => {
        // Without the server there is nobody to tell; when it is there again all are told.
        if (this.state === "ready") this.refreshInTurn(taken);
      },
      onTransferAsked: (target, accept, refuse) => {
        if (!this.isOwnDomain(target)) return refuse();
        void this.follow(
          (options) => accept((next) => void this.takeLater(next, options.mediaStream), options),
          refuse,
          target,
        );
      },
      onReplaced: (accept) => {
        void this.follow(
          (options) => {
            this.answersNext = options;
            accept(() => undefined);
          },
          () => this.session(id)?.hangUp(),
        );
      },
    });
    this.sessions.set(id, taken);
    taken.keepMicrophone(microphone?.getAudioTracks()[0]);
    this.changed();
    if (this.answersNext && taken.call.state === "offered") {
      taken.answer(this.answersNext);
      this.answersNext = undefined;
    }
    return id;
  }

  /** A call that begins because the other side of another one says so. @param target - whom it dials; absent for one that was dialled to us. */
  private async follow(begin: (options: Followed) => void, refuse: () => void, target?: string): Promise<void> {
    try {
      const permit = target === undefined ? undefined : await this.host.mayDial(target.replace(/[;?].*$/s, ""));
      begin({
        ...{ mediaStream: await this.openMicrophone(), pcConfig: this.line.pcConfig },
        ...(permit === undefined ? {} : { extraHeaders: headersOf(permit) }),
      });
    } catch {
      // Without a microphone there is nothing to go on with, and the element has said so; nor where the host says no.
      refuse();
    }
  }

  /** jssip hands it over before it has an identity. */
  private async takeLater(session: RTCSession, microphone: MediaStream): Promise<void> {
    await Promise.resolve();
    this.take(session, undefined, microphone);
  }

  /** Whoever calls us must not make us call anywhere: only addresses of our own server are followed. */
  private isOwnDomain(target: string): boolean {
    return hostOf(target) === hostOf(this.address ?? "");
  }

  private changed(): void {
    const ended = [...this.sessions.keys()].filter((id) => this.session(id)?.call.state === "ended");
    for (const id of ended) this.answering.delete(id);
    for (const id of ended.slice(0, Math.max(0, ended.length - ENDED_CALLS_SHOWN))) this.sessions.delete(id);
    this.listener.onChange();
  }
}

/** How a call that follows from another begins. */
interface Followed {
  readonly mediaStream: MediaStream;
  readonly pcConfig: RTCConfiguration;
  readonly extraHeaders?: string[];
}

/** A call the host asked for came to nothing before there was one: the operator's microphone, or the telephone itself. */
function notDialled(own: string, target: string, commandId: string, error: unknown): SoftphoneEvent {
  return {
    ...{ eventId: crypto.randomUUID(), sipCallId: commandId, commandId, event: "ended", direction: "outbound" },
    ...{ occurredAt: new Date().toISOString(), sequence: 0, from: own, to: sipAddress(target, hostOf(own)) },
    ...{ cause: "failed", endedBy: error instanceof DOMException ? "operator" : "system", durationMs: 0 },
  };
}

function headersOf({ permit }: SoftphonePermit): string[] {
  return permit === undefined ? [] : [`X-Plugboard-Permit: ${permit}`];
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function hostOf(address: string): string {
  return (address.split("@")[1] ?? "").replace(/[;>?:].*$/s, "").toLowerCase();
}

function tagOf(session: RTCSession): string {
  const sender = (session.direction as string) === "incoming" ? session.remote_identity : session.local_identity;
  return sender.getParam<string | undefined>("tag") ?? "";
}
