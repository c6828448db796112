import { conformance } from "@plugboard/provider-telephony/testing";
import type { FaultRow } from "../fault-row.js";
import { attemptsRow } from "../support/b/attempts-row.js";
import { callReceipts } from "../support/b/call-receipts.js";
import { classificationRow } from "../support/b/classification-row.js";
import { deadlineRow } from "../support/b/deadline-row.js";
import { fixturesProtocol } from "../support/b/fixtures-protocol.js";
import { placedOnceRow } from "../support/b/placed-once-row.js";
import { settledByReportRow } from "../support/b/settled-by-report-row.js";

/** Every provider of SMS of the package, by the fixtures it hands to the conformance kit. */
const messages: readonly FaultRow[] = conformance.flatMap((fixtures) => {
  const { faults, provider } = fixtures;
  if (faults?.protocol !== "http") return [];
  const protocol = fixturesProtocol({ ...fixtures, faults });
  const settles = provider.manifest.idempotency.mode === "callback" ? [settledByReportRow(fixtures)] : [];
  return [classificationRow(protocol), attemptsRow(protocol), ...settles, deadlineRow(protocol)];
});

/** Messages, and calls of every provider that has them. */
export const rows: readonly FaultRow[] = [...messages, ...callReceipts.map(placedOnceRow)];
