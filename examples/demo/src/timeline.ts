const COLORS = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Color = keyof typeof COLORS;

/** Prints what happens as it happens: time since the start, message, step, facts. Colours only on a terminal. */
export class Timeline {
  readonly #startedAtMs = performance.now();
  readonly #names = new Map<string, string>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly colored: boolean,
  ) {}

  heading(text: string): void {
    this.write(`\n${this.#paint(text, "cyan")}\n`);
  }

  fact(name: string, value: string): void {
    this.write(`  ${this.#paint(name.padEnd(12), "dim")} ${value}\n`);
  }

  /** Gives a message a short name, so that its steps can be followed by eye. */
  name(messageId: string, name: string): void {
    this.#names.set(messageId, name);
  }

  step(messageId: string | undefined, step: string, text: string, color: Color = "blue"): void {
    const seconds = ((performance.now() - this.#startedAtMs) / 1_000).toFixed(3).padStart(8);
    const name = (messageId === undefined ? "" : (this.#names.get(messageId) ?? messageId.slice(-8))).padEnd(9);
    this.write(`${this.#paint(seconds, "dim")}  ${name} ${this.#paint(step.padEnd(10), color)} ${text}\n`);
  }

  #paint(text: string, color: Color): string {
    return this.colored ? `\u001b[${String(COLORS[color])}m${text}\u001b[0m` : text;
  }
}
