import type { ClockV1 } from "@plugboard/core";

/** The machine's clock, which somebody sets while the host runs. */
export interface JumpingClock extends ClockV1 {
  jump(byMs: number): void;
}

/** @param mutant - knows no other time than the wall clock's. */
export function jumpingClock(mutant: boolean): JumpingClock {
  let offsetMs = 0;
  const clock: JumpingClock = {
    now: () => Date.now() + offsetMs,
    jump: (byMs) => {
      offsetMs += byMs;
    },
  };
  return mutant ? clock : { ...clock, steadyMs: () => performance.now() };
}
