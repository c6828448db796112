import type { FaultRow } from "../fault-row.js";
import { fidelityRow } from "../support/livechat/fidelity-row.js";
import { scriptsRow } from "../support/livechat/scripts-row.js";

export const rows: readonly FaultRow[] = [fidelityRow, scriptsRow];
