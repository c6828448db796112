/** What a provider says is left of its limit. */
export interface Quota {
  /** Further calls it takes before it refuses. */
  readonly remaining: number;
  /** Until it counts anew. Milliseconds from the answer on. */
  readonly resetInMs: number;
}
