/** What is needed of jssip's session. A change answers false where it cannot begin now; else `done` is called when it is through, or the call ends. */
export interface MediaSession {
  isEnded(): boolean;
  isOnHold(): { readonly local: boolean };
  hold(options: object, done: () => void): boolean;
  unhold(options: object, done: () => void): boolean;
  renegotiate(options: object, done: () => void): boolean;
  readonly connection?: Pick<RTCPeerConnection, "iceConnectionState"> | undefined;
}

/** How often it is looked whether the other side is through with its change. Milliseconds. */
const AGAIN_MS = 100;
/** How often a change that the other side did not take is tried. With the pause between them that is a minute: longer than jssip ever waits to connect again. */
const MOST_TRIES = 30;
/** At the least; another second at random, so that two sides which refused each other meet no second time (RFC 3261 §14.1). Milliseconds. */
const PAUSE_MS = 1_500;

/**
 * What is wanted of a call's media, one change after the other (RFC 3261 §14.1). jssip forgets what comes while a change is under way, so that a call which is
 * taken off hold again at once would stay there; and what comes in the moment before it has sent one goes out across it, and ends the call.
 */
export class MediaWishes {
  private held: boolean | undefined;
  private isRefreshWanted = false;
  private isUnderWay = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly session: MediaSession) {}

  /** Whether the call is on hold, or will be. */
  get isHeld(): boolean {
    return this.held ?? this.session.isOnHold().local;
  }

  hold(on: boolean): void {
    this.held = on;
    this.settle();
  }

  /** Tells the other side where we are. */
  refresh(): void {
    this.isRefreshWanted = true;
    this.settle();
  }

  /**
   * The other side did not take the change: it may have no way to the server itself just now.
   * @returns whether it is tried again; if not, the two sides do not agree on where they are for good.
   */
  refused(): boolean {
    if (!this.isUnderWay) return false;
    this.isUnderWay = false;
    this.tries += 1;
    if (this.tries >= MOST_TRIES) return false;
    this.isRefreshWanted = true;
    this.timer = setTimeout(() => this.settle(), PAUSE_MS + Math.random() * 1_000);
    return true;
  }

  private settle(): void {
    clearTimeout(this.timer);
    const { session } = this;
    if (this.isUnderWay || session.isEnded()) return;
    const change = this.next();
    if (change === undefined) return;
    this.isUnderWay = session[change](this.options, () => {
      this.isUnderWay = false;
      this.tries = 0;
      this.settle();
    });
    // Every change says where we are.
    if (this.isUnderWay) this.isRefreshWanted = false;
    else this.timer = setTimeout(() => this.settle(), AGAIN_MS);
  }

  /** Where the way of the voices is lost, every change looks for another one (RFC 8445 §9). */
  private get options(): object {
    const state = this.session.connection?.iceConnectionState;
    return state === "disconnected" || state === "failed" ? { rtcOfferConstraints: { iceRestart: true } } : {};
  }

  private next(): "hold" | "unhold" | "renegotiate" | undefined {
    if (this.held !== undefined && this.held !== this.session.isOnHold().local) return this.held ? "hold" : "unhold";
    return this.isRefreshWanted ? "renegotiate" : undefined;
  }
}
