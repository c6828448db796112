import type { FaultRow } from "../fault-row.js";
import { chatBombsRow } from "../support/livechat/bombs-row.js";
import { forgedRow } from "../support/livechat/forged-row.js";
import { killRow } from "../support/livechat/kill-row.js";

export const rows: readonly FaultRow[] = [killRow, forgedRow, chatBombsRow];
