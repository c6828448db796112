import { personalDataCanaries } from "@plugboard/provider-testkit";
import { conformance } from "@plugboard/provider-whatsapp/testing";
import type { FaultRow } from "../fault-row.js";
import { fixturesProtocol } from "../support/b/fixtures-protocol.js";
import { httpProtocol } from "../support/b/http-protocol.js";
import { smtpProtocol } from "../support/b/smtp-protocol.js";
import { canariesReceivedRow } from "../support/h/canaries-received-row.js";
import { canariesSentRow } from "../support/h/canaries-sent-row.js";

const { apiKey, webhookSecret, password, handle } = personalDataCanaries;

export const rows: readonly FaultRow[] = [
  canariesSentRow(httpProtocol, { apiKey, webhookSecret }),
  canariesSentRow(smtpProtocol, { user: handle, password }),
  ...conformance.flatMap(({ faults, ...fixtures }) =>
    faults?.protocol === "http"
      ? [canariesSentRow(fixturesProtocol({ ...fixtures, faults }), fixtures.credentials)]
      : [],
  ),
  canariesReceivedRow,
];
