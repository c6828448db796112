import { ChatFailure } from "./chat-failure.js";
import type { ChatRequests } from "./chat-requests.js";
import { natives } from "./natives.js";
import { openStream, type Transport } from "./open-stream.js";
import { readEvents, type StreamEvent } from "./read-events.js";
import { RetryPause } from "./retry-pause.js";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 20_000;
/** Two beats of the server that did not come: the connection is dead, whatever the browser thinks. Milliseconds. */
const SILENCE_MS = 45_000;
/** A connection that lasted so long was a good one. Milliseconds. */
const STEADY_MS = 10_000;

export interface EventLinkOptions {
  token(): string | undefined;
  /** `seq` of the newest entry that came. */
  cursor(): number;
  take(event: StreamEvent): void;
  /** @param transport - of a connection that is open. */
  connection(state: "connecting" | "open" | "lost", transport?: Transport): void;
  /** A connection brought nothing for long: something on the way keeps it back, and the conversation has to be asked for. */
  silent(): void;
  /** The server does not know the visitor any more. */
  refused(): void;
}

/**
 * Keeps a stream open: opens it again at the cursor after sleep, a network that changed, or a server that was away. Nothing is lost in between, because
 * the cursor is where the reader is and not where the server was.
 */
export class EventLink {
  private running = false;
  private round = 0;
  private aborter: AbortController | undefined;
  private readonly pause = new RetryPause();
  private retryMs = FIRST_RETRY_MS;
  private heardAtMs = 0;
  private hasHeard = false;

  constructor(
    private readonly requests: ChatRequests,
    private readonly options: EventLinkOptions,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.round += 1;
    void this.run(this.round);
  }

  stop(): void {
    this.running = false;
    this.aborter?.abort();
    this.pause.end();
  }

  /** The network is back, or the page is seen again: looks at once whether the connection is what it seems. */
  check(): void {
    if (!this.running) return;
    this.retryMs = FIRST_RETRY_MS;
    if (this.aborter !== undefined && Date.now() - this.heardAtMs > SILENCE_MS) this.aborter.abort();
    this.pause.end();
  }

  /** The network is gone: the browser itself may take minutes to notice. */
  drop(): void {
    this.aborter?.abort();
  }

  private async run(round: number): Promise<void> {
    while (this.running) {
      const startedAtMs = Date.now();
      const failure = await this.connect();
      // Stopped, or stopped and started again.
      if (this.isStopped(round)) return;
      const lastedMs = Date.now() - startedAtMs;
      // One that ends at once is ended by somebody: tabs that push each other out would go on for ever.
      if (this.hasHeard && lastedMs > STEADY_MS) this.retryMs = FIRST_RETRY_MS;
      if (!this.hasHeard && lastedMs > STEADY_MS) this.options.silent();
      if (failure instanceof ChatFailure && failure.code === "SESSION_REFUSED") {
        this.running = false;
        this.options.refused();
        return;
      }
      this.options.connection("lost");
      const delayMs =
        failure instanceof ChatFailure && failure.retryAfterMs !== undefined ? failure.retryAfterMs : this.retryMs;
      this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2);
      // Spread: everyone comes back at once when a server restarts.
      await this.pause.wait(delayMs * (0.5 + Math.random() / 2));
    }
  }

  /** Asked anew: it changes while a connection is open. */
  private isStopped(round: number): boolean {
    return !this.running || round !== this.round;
  }

  /** Resolves when the connection ended. */
  private async connect(): Promise<unknown> {
    const aborter = new AbortController();
    this.aborter = aborter;
    this.options.connection("connecting");
    this.hasHeard = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = (): void => {
      this.heardAtMs = Date.now();
      natives.clearTimeout(timer);
      timer = natives.setTimeout(() => aborter.abort(), SILENCE_MS);
    };
    const alive = (): void => {
      this.hasHeard = true;
      watch();
    };
    watch();
    try {
      const { options } = this;
      const asked = { token: options.token(), cursor: options.cursor(), signal: aborter.signal };
      const { body, transport } = await openStream(this.requests, asked);
      options.connection("open", transport);
      await readEvents(body, alive, (event) => this.options.take(event));
      return undefined;
    } catch (error) {
      return error;
    } finally {
      natives.clearTimeout(timer);
      aborter.abort();
      if (this.aborter === aborter) this.aborter = undefined;
    }
  }
}
