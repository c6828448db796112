import type { LoggerV1 } from "@plugboard/core/spec";

/** One step of a call after the other; one that fails is told to whoever asked for it, else to the log. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  /** Steps that have begun or are to come. */
  private steps = 0;

  constructor(private readonly logger: LoggerV1) {}

  get isIdle(): boolean {
    return this.steps === 0;
  }

  run<Result>(step: () => Promise<Result>): Promise<Result> {
    this.steps += 1;
    const run = this.last.then(step);
    this.last = run
      .catch((error: unknown) => this.logger.warn("a step of a call failed", { code: codeOf(error) }))
      .finally(() => (this.steps -= 1));
    return run;
  }
}

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "UNKNOWN";
