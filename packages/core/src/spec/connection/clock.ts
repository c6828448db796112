/** Time as the host sees it. */
export interface ClockV1 {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}
