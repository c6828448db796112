import type { FaultRow } from "../fault-row.js";
import { tenantRows } from "../support/f/tenant-rows.js";

export const rows: readonly FaultRow[] = tenantRows;
