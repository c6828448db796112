/** One line of a rehearsal. */
export interface Step {
  readonly step: "pack" | "publish" | "publish-again" | "install" | "run" | "load" | "guide" | "rehearsal";
  readonly ok: boolean;
  /** What the step is about, in the order in which it is shown. */
  readonly [about: string]: unknown;
}

/** Tells steps as they end, and counts what failed. */
export class StepReport {
  #failed = 0;

  constructor(
    private readonly json: boolean,
    private readonly write: (text: string) => void,
  ) {}

  get failed(): number {
    return this.#failed;
  }

  tell(one: Step): void {
    if (!one.ok) this.#failed += 1;
    if (this.json) return this.write(`${JSON.stringify(one)}\n`);
    const { step, ok, ...about } = one;
    const words = Object.entries(about).filter(([, value]) => value !== undefined && value !== "");
    const shown = words.map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
    this.write(`${ok ? "good  " : "FAILED"} ${step.padEnd(14)} ${shown.join("  ")}\n`);
  }
}
