import type { FaultRow } from "../fault-row.js";
import { attacksRow } from "../support/i/attacks-row.js";
import { changedBytesRow } from "../support/i/changed-bytes-row.js";

export const rows: readonly FaultRow[] = [
  changedBytesRow("tarball"),
  changedBytesRow("folder"),
  changedBytesRow("listing"),
  attacksRow,
];
