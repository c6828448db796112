import type { FaultRow } from "../fault-row.js";
import { accountRows } from "../support/f/account-rows.js";
import { tenantRows } from "../support/f/tenant-rows.js";

export const rows: readonly FaultRow[] = [...tenantRows, ...accountRows];
