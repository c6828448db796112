import type { StoreConflict } from "../ports/store.js";
import type { StoreError } from "../spec/errors/store-error.js";

/**
 * Told what became of a write. A write without a ticket, or with `mustKeep`, records something that already happened: it is tried again until
 * the store takes it, or is given up when the store refuses it alone while it takes others. Others fail with their group.
 */
export interface CommitTicket {
  readonly mustKeep: boolean;
  onDurable(conflict: StoreConflict | undefined): void;
  onFailed(error: StoreError): void;
}
