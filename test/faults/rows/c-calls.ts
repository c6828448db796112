import type { FaultRow } from "../fault-row.js";
import { callSides } from "../support/calls/call-sides.js";
import { decisionsRow } from "../support/calls/decisions-row.js";
import { dropRow } from "../support/calls/drop-row.js";
import { eraseRow } from "../support/calls/erase-row.js";
import { floodRow } from "../support/calls/flood-row.js";
import { hangUpRow } from "../support/calls/hang-up-row.js";
import { ordersRow } from "../support/calls/orders-row.js";
import { restartRow } from "../support/calls/restart-row.js";
import { stormRow } from "../support/calls/storm-row.js";

/** Calls of every provider that has them. */
export const rows: readonly FaultRow[] = [
  ...callSides.flatMap((side) => [ordersRow(side), stormRow(side), restartRow(side), floodRow(side)]),
  dropRow,
  ...callSides.map(decisionsRow),
  ...callSides.map(eraseRow),
  ...callSides.map(hangUpRow),
];
