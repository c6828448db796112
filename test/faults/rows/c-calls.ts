import type { FaultRow } from "../fault-row.js";
import { callSides } from "../support/calls/call-side.js";
import { floodRow } from "../support/calls/flood-row.js";
import { ordersRow } from "../support/calls/orders-row.js";
import { restartRow } from "../support/calls/restart-row.js";
import { stormRow } from "../support/calls/storm-row.js";

/** Calls of the providers whose events come by webhook. */
export const rows: readonly FaultRow[] = callSides.flatMap((side) => [
  ordersRow(side),
  stormRow(side),
  restartRow(side),
  floodRow(side),
]);
