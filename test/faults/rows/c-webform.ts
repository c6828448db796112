import type { FaultRow } from "../fault-row.js";
import { bombsRow } from "../support/webform/bombs-row.js";
import { duplicatesRow } from "../support/webform/duplicates-row.js";
import { forgedRow } from "../support/webform/forged-row.js";

export const rows: readonly FaultRow[] = [duplicatesRow, forgedRow, bombsRow];
