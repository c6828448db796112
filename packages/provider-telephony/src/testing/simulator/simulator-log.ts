import type { Misbehaviour, ReceivedRequest, TakenBySimulator } from "@plugboard/provider-testkit/conformance";

/** What a simulator remembers, and what it was told to do wrong. */
export class SimulatorLog {
  readonly requests: ReceivedRequest[] = [];
  readonly messages: TakenBySimulator[] = [];
  readonly complaints: string[] = [];
  #behaviour: Misbehaviour | undefined;
  #times = 0;

  /** Does this to the next so many requests. */
  misbehave(behaviour: Misbehaviour, times = 1): void {
    this.#behaviour = behaviour;
    this.#times = times;
  }

  /** What to do wrong now, if anything; counts as done. */
  next(sends: boolean): Misbehaviour | undefined {
    if (this.#times === 0 || (this.#behaviour?.kind === "recipient-unknown" && !sends)) return undefined;
    this.#times -= 1;
    return this.#behaviour;
  }
}
