import type { FaultRow } from "../fault-row.js";
import { escapesRow } from "../support/d/escapes-row.js";
import { harmRow } from "../support/d/harm-row.js";
import { levelsRow } from "../support/d/levels-row.js";

export const rows: readonly FaultRow[] = [escapesRow, harmRow, levelsRow];
