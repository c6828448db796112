import type { FaultRow } from "../fault-row.js";
import { csrfRow } from "../support/webform/csrf-row.js";
import { csvRow } from "../support/webform/csv-row.js";
import { fidelityRow } from "../support/webform/fidelity-row.js";
import { framingRow } from "../support/webform/framing-row.js";
import { scriptsRow } from "../support/webform/scripts-row.js";
import { uploadsRow } from "../support/webform/uploads-row.js";

export const rows: readonly FaultRow[] = [fidelityRow, scriptsRow, csrfRow, framingRow, csvRow, uploadsRow];
