import type { ClockV1 } from "@plugboard/core/spec";

/** What the host said counts so long; then nobody is there, unless it says so again. Milliseconds. */
const LASTS_MS = 90_000;

/** Whether somebody is there to answer, as the host says. */
export class Presence {
  private untilMs = 0;

  constructor(
    private readonly mode: "signal" | "always",
    private readonly clock: ClockV1,
  ) {}

  get isAttended(): boolean {
    return this.mode === "always" || this.clock.now() < this.untilMs;
  }

  say(isAttended: boolean): void {
    this.untilMs = isAttended ? this.clock.now() + LASTS_MS : 0;
  }
}
