import { UA, WebSocketInterface } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { SoftphoneRegistration } from "../../wire/softphone-registration.js";
import type { PhoneHost } from "./phone-host.js";
import { renewalDelayMs } from "./renewal-delay.js";

export type PhoneState = "offline" | "connecting" | "ready" | "refused";

export interface LineListener {
  onState(): void;
  /** Registered again, after the connection to the server was lost. */
  onBack(): void;
  onCall(session: RTCSession): void;
}

/** Longest that is rung before a call counts as not answered. Seconds. */
const RING_LIMIT_S = 120;
/** Final answers that say no to these credentials; all others are the server's trouble, and pass. RFC 3261 §21.4. */
const REFUSALS: readonly number[] = [401, 403, 404, 407];
const RETRY_BASE_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** A server that has said no is not to take us for somebody who guesses. Milliseconds. */
const REFUSED_RETRY_MAX_MS = 300_000;

/** A telephone's registration at the account's SIP server, with credentials that it asks anew for before they end, and when they are refused. */
export class Line {
  private agent: UA | undefined;
  private registration: SoftphoneRegistration | undefined;
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private wasCut = false;
  private isClosed = false;
  /** Registrations in a row that came to nothing. */
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  state: PhoneState = "offline";

  constructor(
    private readonly host: PhoneHost,
    private readonly listener: LineListener,
  ) {}

  get address(): string | undefined {
    return this.registration?.address;
  }

  get pcConfig(): RTCConfiguration {
    return { iceServers: (this.registration?.iceServers ?? []) as RTCIceServer[] };
  }

  /** @throws {Error} not registered. */
  readyAgent(): UA {
    if (!this.agent || this.state !== "ready") throw new Error("not registered");
    return this.agent;
  }

  /** Registers. @throws {Error} the host gave no registration; it is asked again. */
  async connect(): Promise<void> {
    if (this.agent) return;
    if (this.state !== "refused") this.turn("connecting");
    let registration: SoftphoneRegistration;
    try {
      registration = await this.host.register();
    } catch (error) {
      if (!this.isClosed) {
        this.turn("refused");
        this.retry = setTimeout(() => void this.connect().catch(() => undefined), this.nextDelayMs(RETRY_MAX_MS));
      }
      throw error;
    }
    // Left while it was asked for.
    if (this.isClosed) return;
    this.failures = 0;
    this.begin(registration);
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

  private begin(registration: SoftphoneRegistration): void {
    this.registration = registration;
    const { serverUrl, address, authorizationUser, password, displayName } = registration;
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
      if (this.wasCut) this.listener.onBack();
      this.wasCut = false;
    });
    agent.on("registrationFailed", ({ response }: { response: { status_code: number } | null }) => {
      if (response !== null && REFUSALS.includes(response.status_code)) this.renewRefused();
      else this.registerAgain(agent);
    });
    agent.on("unregistered", () => this.turn("offline"));
    agent.on("disconnected", () => {
      this.wasCut = true;
      this.turn("connecting");
    });
    agent.on("newRTCSession", ({ session, originator }: { session: RTCSession; originator: string }) => {
      if (originator === "remote") this.listener.onCall(session);
    });
    agent.start();
    this.renewLater();
  }

  /** jssip tries once: a server that was busy for a moment would leave the operator without a telephone. */
  private registerAgain(agent: UA): void {
    this.turn("connecting");
    clearTimeout(this.retry);
    // Without a connection jssip registers by itself when there is one again.
    this.retry = setTimeout(() => agent.isConnected() && agent.register(), this.nextDelayMs(RETRY_MAX_MS));
  }

  /** Credentials end while a machine sleeps, and timers sleep with it. */
  private renewRefused(): void {
    this.turn("refused");
    clearTimeout(this.renewal);
    this.renewal = setTimeout(() => void this.renew(), this.nextDelayMs(REFUSED_RETRY_MAX_MS));
  }

  private renewLater(): void {
    const expiresAt = this.registration?.expiresAt;
    if (expiresAt === undefined || this.isClosed) return;
    clearTimeout(this.renewal);
    this.renewal = setTimeout(() => void this.renew(), renewalDelayMs(Date.parse(expiresAt) - Date.now()));
  }

  private async renew(): Promise<void> {
    try {
      this.registration = await this.host.register();
      this.agent?.set("authorization_user", this.registration.authorizationUser);
      this.agent?.set("password", this.registration.password);
      if (this.agent?.isConnected()) this.agent.register();
    } catch {
      // Asked again after a while; when the old ones end first, the server refuses the registration and the state says so.
      this.listener.onState();
    }
    this.renewLater();
  }

  private nextDelayMs(longestMs: number): number {
    return Math.min(longestMs, RETRY_BASE_MS * 2 ** Math.min(this.failures++, 10));
  }

  private turn(state: PhoneState): void {
    this.state = state;
    this.listener.onState();
  }
}
