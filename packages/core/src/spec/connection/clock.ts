/** Time as the host sees it. */
export interface ClockV1 {
  /** Milliseconds since the epoch, UTC. May jump, either way: for instants. */
  now(): number;
  /** Milliseconds from some fixed point; never jumps: for durations. Without it `now` stands for both. */
  steadyMs?(): number;
}
