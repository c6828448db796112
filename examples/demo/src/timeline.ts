const COLORS = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Color = keyof typeof COLORS;

/** One thing that happened. */
export interface TimelineStep {
  /** Since the demo began. */
  readonly seconds: string;
  readonly name: string;
  /** Empty where it belongs to none. */
  readonly channel: string;
  readonly step: string;
  readonly text: string;
  readonly color: Color;
}

/** As many as a page shows when it is opened late. */
const MOST_KEPT = 200;
/** A message may be under way before whoever sent it hears that it was accepted: its steps wait so long for its name. Milliseconds. */
const NAMED_WITHIN_MS = 500;

/** Prints what happens as it happens: time since the start, message, step, facts. Colours only on a terminal. */
export class Timeline {
  readonly #startedAtMs = performance.now();
  readonly #names = new Map<string, string>();
  readonly #unnamed = new Map<string, (() => void)[]>();
  readonly #steps: TimelineStep[] = [];
  readonly #listeners = new Set<(step: TimelineStep) => void>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly colored: boolean,
  ) {}

  heading(text: string): void {
    for (const messageId of [...this.#unnamed.keys()]) this.#tellHeld(messageId);
    this.write(`\n${this.#paint(text, "cyan")}\n`);
  }

  fact(name: string, value: string): void {
    this.write(`  ${this.#paint(name.padEnd(12), "dim")} ${value}\n`);
  }

  /** Gives a message a short name, so that its steps can be followed by eye. What was held of it follows its next step. */
  name(messageId: string, name: string): void {
    this.#names.set(messageId, name);
  }

  /** @param channelId - shown beside it on the page; the account's name in front of it is left out. */
  step(messageId: string | undefined, step: string, text: string, color: Color = "blue", channelId = ""): void {
    const seconds = ((performance.now() - this.#startedAtMs) / 1_000).toFixed(3);
    const tell = (): void => {
      const name = messageId === undefined ? "" : (this.#names.get(messageId) ?? messageId.slice(-8));
      this.#tell({ seconds, name, channel: channelId.replace(/^acme-/, ""), step, text, color });
    };
    if (messageId === undefined) tell();
    else if (this.#names.has(messageId)) {
      tell();
      this.#tellHeld(messageId);
    } else this.#hold(messageId, tell);
  }

  /** The last steps, and then every one. @returns a function that ends it. */
  listen(listener: (step: TimelineStep) => void): () => void {
    for (const step of this.#steps) listener(step);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(step: TimelineStep): void {
    const { seconds, name, text, color } = step;
    const time = this.#paint(seconds.padStart(8), "dim");
    this.write(`${time}  ${name.padEnd(16)} ${this.#paint(step.step.padEnd(10), color)} ${text}\n`);
    this.#steps.push(step);
    if (this.#steps.length > MOST_KEPT) this.#steps.shift();
    for (const listener of this.#listeners) listener(step);
  }

  #hold(messageId: string, tell: () => void): void {
    const held = this.#unnamed.get(messageId);
    if (held !== undefined) {
      held.push(tell);
      return;
    }
    this.#unnamed.set(messageId, [tell]);
    setTimeout(() => this.#tellHeld(messageId), NAMED_WITHIN_MS).unref();
  }

  #tellHeld(messageId: string): void {
    const held = this.#unnamed.get(messageId);
    if (held === undefined) return;
    this.#unnamed.delete(messageId);
    for (const tell of held) tell();
  }

  #paint(text: string, color: Color): string {
    return this.colored ? `\u001b[${String(COLORS[color])}m${text}\u001b[0m` : text;
  }
}
