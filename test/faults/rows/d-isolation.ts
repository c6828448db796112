import type { FaultRow } from "../fault-row.js";
import { escapesRow } from "../support/d/escapes-row.js";
import { harmRow } from "../support/d/harm-row.js";
import { heldOffRow } from "../support/d/held-off-row.js";
import { levelsRow } from "../support/d/levels-row.js";
import { neighboursRow } from "../support/d/neighbours-row.js";
import { stoppedRow } from "../support/d/stopped-row.js";

export const rows: readonly FaultRow[] = [escapesRow, harmRow, neighboursRow, stoppedRow, heldOffRow, levelsRow];
