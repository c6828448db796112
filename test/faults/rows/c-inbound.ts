import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../fault-row.js";
import { bombsRow } from "../support/c/bombs-row.js";
import { duplicatesRow } from "../support/c/duplicates-row.js";
import { forgedRow } from "../support/c/forged-row.js";
import { orderRow } from "../support/c/order-row.js";
import { regroupedRow } from "../support/c/regrouped-row.js";
import { replayRow } from "../support/c/replay-row.js";
import { speedRow } from "../support/c/speed-row.js";
import { timingRow } from "../support/c/timing-row.js";
import { tryAgainRow } from "../support/c/try-again-row.js";

export const rows: readonly FaultRow[] = [
  duplicatesRow,
  regroupedRow,
  orderRow,
  ...webhookSchemeCases.map(forgedRow),
  replayRow,
  timingRow,
  bombsRow,
  speedRow,
  tryAgainRow,
];
