import type { FaultRow } from "../fault-row.js";
import { attemptsRow } from "../support/b/attempts-row.js";
import { availabilityRow } from "../support/b/availability-row.js";
import { classificationRow } from "../support/b/classification-row.js";
import { deadlineRow } from "../support/b/deadline-row.js";
import { httpProtocol } from "../support/b/http-protocol.js";
import { httpTroubles } from "../support/b/http-troubles.js";
import { lostReplyRow } from "../support/b/lost-reply-row.js";
import { neighbourRow } from "../support/b/neighbour-row.js";
import { retryAfterRow } from "../support/b/retry-after-row.js";

export const rows: readonly FaultRow[] = [
  classificationRow(httpProtocol),
  attemptsRow(httpProtocol),
  retryAfterRow,
  lostReplyRow,
  deadlineRow(httpProtocol),
  neighbourRow,
  availabilityRow("http", httpTroubles),
];
