/** The worker ended before it answered. Internal: callers see a `StoreError`. */
export class WorkerEnded extends Error {}
