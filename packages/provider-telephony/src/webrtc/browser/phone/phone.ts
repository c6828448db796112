import { UA, WebSocketInterface } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import type { SoftphoneLiveCall } from "../../wire/softphone-presence.js";
import { sipAddress } from "../../wire/sip-address.js";
import type { SoftphonePermit } from "../../wire/softphone-dial.js";
import type { SoftphoneRegistration } from "../../wire/softphone-registration.js";
import { CallSession } from "./call-session.js";
import type { PhoneCall } from "./phone-call.js";
import type { PhoneHost } from "./phone-host.js";
import { renewalDelayMs } from "./renewal-delay.js";

export type PhoneState = "offline" | "connecting" | "ready" | "refused";

export interface PhoneListener {
  /** The state or a call has changed: read both anew. */
  onChange(): void;
  onReport(event: SoftphoneEvent): void;
  onRemoteStream(callId: string, stream: MediaStream): void;
}

/** Longer than the caller's change takes, as a rule. Milliseconds. */
const CALLEE_WAITS_MS = 2_000;
/** Longest that is rung before a call counts as not answered. Seconds. */
const RING_LIMIT_S = 120;
/** Final answers that say no to these credentials; all others are the server's trouble, and pass. RFC 3261 §21.4. */
const REFUSALS: readonly number[] = [401, 403, 404, 407];
const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;
const ENDED_CALLS_SHOWN = 1;
const LIVE_STATES = { offered: "offered", dialling: "ringing", ringing: "ringing", established: "answered" } as const;

/** A telephone in a page: registered at the account's SIP server with credentials that it asks anew for before they end. */
export class Phone {
  private agent: UA | undefined;
  private registration: SoftphoneRegistration | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private readonly sessions = new Map<string, CallSession>();
  private wasCut = false;
  private isClosed = false;
  /** Registrations in a row that came to nothing. */
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  /** Set while an INVITE that replaces a call is taken: it is the answer to a transfer, not a new call. */
  private answersNext: Followed | undefined;
  state: PhoneState = "offline";

  /**
   * @param host - gives the operator's registration of now, and says who may be called.
   * @param openMicrophone - the chosen one; asked for each call.
   */
  constructor(
    private readonly host: PhoneHost,
    private readonly openMicrophone: () => Promise<MediaStream>,
    private readonly listener: PhoneListener,
  ) {}

  get address(): string | undefined {
    return this.registration?.address;
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

  /** Registers. @throws {Error} the host gave no registration. */
  async connect(): Promise<void> {
    if (this.agent) return;
    this.turn("connecting");
    try {
      this.registration = await this.host.register();
    } catch (error) {
      this.turn("refused");
      throw error;
    }
    // Left while it was asked for.
    if (this.isClosed) return;
    const { serverUrl, address, authorizationUser, password, displayName } = this.registration;
    const agent = new UA({
      sockets: [new WebSocketInterface(serverUrl)],
      uri: address,
      authorization_user: authorizationUser,
      password,
      ...(displayName === undefined ? {} : { display_name: displayName }),
      register_expires: 300,
      session_timers: false,
      no_answer_timeout: RING_LIMIT_S,
      user_agent: "plugboard-softphone",
    });
    this.agent = agent;
    agent.on("registered", () => {
      this.failures = 0;
      this.turn("ready");
      if (this.wasCut) for (const session of this.sessions.values()) this.refreshInTurn(session);
      this.wasCut = false;
    });
    agent.on("registrationFailed", ({ response }: { response: { status_code: number } | null }) => {
      if (response !== null && REFUSALS.includes(response.status_code)) this.turn("refused");
      else this.registerAgain(agent);
    });
    agent.on("unregistered", () => this.turn("offline"));
    agent.on("disconnected", () => {
      this.wasCut = true;
      this.turn("connecting");
    });
    agent.on("newRTCSession", ({ session, originator }: { session: RTCSession; originator: string }) => {
      if (originator === "remote") this.take(session, undefined);
    });
    agent.start();
    this.renewLater();
  }

  /** Ends all calls and the registration, for good. */
  disconnect(): void {
    this.isClosed = true;
    clearTimeout(this.renewal);
    clearTimeout(this.retry);
    this.agent?.stop();
    this.agent = undefined;
    this.turn("offline");
  }

  /**
   * @returns the SIP Call-ID.
   * @throws {DOMException} the microphone was refused. @throws {DialRefusedError} a rule of the host says no: nobody was called.
   */
  async dial(target: string, commandId?: string): Promise<string> {
    const mediaStream = await this.openMicrophone();
    let permit: SoftphonePermit;
    try {
      this.readyAgent();
      permit = await this.host.mayDial(target, commandId);
      this.readyAgent();
    } catch (error) {
      close(mediaStream);
      throw error;
    }
    for (const { id, state, held } of this.calls) if (state === "established" && !held) this.session(id)?.hold(true);
    const extraHeaders = headersOf(permit);
    const session = this.readyAgent().call(permit.address, { mediaStream, pcConfig: this.pcConfig, extraHeaders });
    return this.take(session, commandId, mediaStream);
  }

  async answer(id: string): Promise<void> {
    const mediaStream = await this.openMicrophone();
    for (const call of this.calls) {
      if (call.id !== id && call.state === "established" && !call.held) this.session(call.id)?.hold(true);
    }
    const session = this.session(id);
    if (session) session.answer({ mediaStream, pcConfig: this.pcConfig });
    else close(mediaStream);
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

  /** jssip tries once: a server that was busy for a moment would leave the operator without a telephone. */
  private registerAgain(agent: UA): void {
    this.turn("connecting");
    clearTimeout(this.retry);
    const delayMs = Math.min(RETRY_MAX_MS, RETRY_BASE_MS * 2 ** Math.min(this.failures++, 10));
    // Without a connection jssip registers by itself when there is one again.
    this.retry = setTimeout(() => agent.isConnected() && agent.register(), delayMs);
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
        ...{ mediaStream: await this.openMicrophone(), pcConfig: this.pcConfig },
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

  private readyAgent(): UA {
    if (!this.agent || this.state !== "ready") throw new Error("not registered");
    return this.agent;
  }

  private get pcConfig(): RTCConfiguration {
    return { iceServers: (this.registration?.iceServers ?? []) as RTCIceServer[] };
  }

  private changed(): void {
    const ended = [...this.sessions.keys()].filter((id) => this.session(id)?.call.state === "ended");
    for (const id of ended.slice(0, Math.max(0, ended.length - ENDED_CALLS_SHOWN))) this.sessions.delete(id);
    this.listener.onChange();
  }

  private turn(state: PhoneState): void {
    this.state = state;
    this.listener.onChange();
  }

  private renewLater(): void {
    const expiresAt = this.registration?.expiresAt;
    if (expiresAt === undefined) return;
    this.renewal = setTimeout(() => void this.renew(), renewalDelayMs(Date.parse(expiresAt) - Date.now()));
  }

  private async renew(): Promise<void> {
    try {
      this.registration = await this.host.register();
      this.agent?.set("authorization_user", this.registration.authorizationUser);
      this.agent?.set("password", this.registration.password);
      this.agent?.register();
    } catch {
      // Asked again after a while; when the old ones end first, the server refuses the registration and the state says so.
      this.listener.onChange();
    }
    this.renewLater();
  }
}

/** How a call that follows from another begins. */
interface Followed {
  readonly mediaStream: MediaStream;
  readonly pcConfig: RTCConfiguration;
  readonly extraHeaders?: string[];
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
