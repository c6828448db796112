/** What the worker is started with. */
export interface WorkerSettings {
  /** Absolute. */
  readonly path: string;
  readonly driver: string | undefined;
  readonly check: "quick" | "full";
}
