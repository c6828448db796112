import type { StoreErrorCode } from "@plugboard/core/spec";

/** What went wrong in the worker, as data: it becomes a `StoreError` on the other side. */
export interface StoreFailure {
  readonly code: StoreErrorCode;
  readonly path?: string;
  readonly processId?: number;
  readonly found?: number;
  readonly known?: number;
  readonly systemCode?: string;
}
