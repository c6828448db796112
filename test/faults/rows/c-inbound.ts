import { webhookSchemeCases } from "@plugboard/provider-testkit";
import type { FaultRow } from "../fault-row.js";
import { duplicatesRow } from "../support/c/duplicates-row.js";
import { forgedRow } from "../support/c/forged-row.js";
import { replayRow } from "../support/c/replay-row.js";
import { tryAgainRow } from "../support/c/try-again-row.js";

export const rows: readonly FaultRow[] = [duplicatesRow, ...webhookSchemeCases.map(forgedRow), replayRow, tryAgainRow];
