import type { FaultRow } from "../fault-row.js";
import { attemptsRow } from "../support/b/attempts-row.js";
import { availabilityRow } from "../support/b/availability-row.js";
import { classificationRow } from "../support/b/classification-row.js";
import { deadlineRow } from "../support/b/deadline-row.js";
import { lostMailRow } from "../support/b/lost-mail-row.js";
import { smtpProtocol } from "../support/b/smtp-protocol.js";
import { smtpTroubles } from "../support/b/smtp-troubles.js";

export const rows: readonly FaultRow[] = [
  classificationRow(smtpProtocol),
  attemptsRow(smtpProtocol),
  lostMailRow,
  deadlineRow(smtpProtocol),
  availabilityRow("smtp", smtpTroubles),
];
