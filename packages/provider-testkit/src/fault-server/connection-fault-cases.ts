import type { FaultStep } from "./fault-step.js";
import type { ExpectedOutcome, HttpFaultCase } from "./http-fault-case.js";

const tooLate: ExpectedOutcome = { outcome: "unknown", code: "ANSWER_TIMEOUT", party: "provider" };
const lost: ExpectedOutcome = { outcome: "unknown", code: "CONNECTION_LOST", party: "provider" };
const tls: ExpectedOutcome = { outcome: "try-again", code: "TLS", scope: "message", party: "provider" };

const secure = { scheme: "https" } as const;
const receipt: FaultStep = { step: "receipt" };

/**
 * Connections that cannot be made, break or go silent. Until TLS stands nothing of the request can have left, so those are tried again; once
 * a connection stands, a client cannot know how much of its request arrived.
 */
export const connectionFaultCases: readonly HttpFaultCase[] = [
  {
    name: "refused",
    target: "refused",
    steps: [],
    expected: { outcome: "try-again", code: "CONNECTION_REFUSED", scope: "message", party: "provider" },
  },
  {
    name: "name-not-found",
    target: "name-not-found",
    steps: [],
    expected: { outcome: "try-again", code: "NAME_NOT_FOUND", scope: "message", party: "provider" },
  },
  { name: "tls-expired", ...secure, certificate: "expired", steps: [receipt], expected: tls },
  { name: "tls-wrong-name", ...secure, certificate: "wrong-name", steps: [receipt], expected: tls },
  { name: "tls-self-signed", ...secure, certificate: "self-signed", steps: [receipt], expected: tls },
  {
    name: "tls-plain-text-server",
    ...secure,
    steps: [
      { step: "write", bytes: "HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n" },
      { step: "wait", waitMs: 20 },
      { step: "end" },
    ],
    expected: tls,
  },
  {
    name: "tls-handshake-silent",
    ...secure,
    steps: [{ step: "hang" }],
    expected: { outcome: "try-again", code: "CONNECT_TIMEOUT", scope: "message", party: "network" },
    untilDeadline: true,
  },
  {
    name: "tls-handshake-closed",
    ...secure,
    steps: [{ step: "end" }],
    expected: { outcome: "try-again", scope: "message", party: "provider" },
  },
  {
    name: "tls-handshake-reset",
    ...secure,
    steps: [{ step: "reset" }],
    expected: { outcome: "try-again", scope: "message", party: "provider" },
  },
  {
    name: "accepted-never-answered",
    steps: [{ step: "read-request" }, { step: "hang" }],
    expected: tooLate,
    untilDeadline: true,
  },
  { name: "half-open", steps: [{ step: "deaf" }], expected: tooLate, untilDeadline: true },
  {
    name: "half-open-after-head",
    steps: [{ step: "read-head" }, { step: "deaf" }],
    expected: tooLate,
    untilDeadline: true,
  },
  { name: "closed-before-body", steps: [{ step: "read-head" }, { step: "end" }], expected: lost },
  { name: "reset-before-body", steps: [{ step: "read-head" }, { step: "reset" }], expected: lost },
  { name: "closed-after-body", steps: [{ step: "read-request" }, { step: "end" }], expected: lost },
  { name: "reset-after-body", steps: [{ step: "read-request" }, { step: "reset" }], expected: lost },
  {
    name: "keep-alive-closed-when-idle",
    warmUp: [receipt, { step: "end" }],
    afterClose: true,
    steps: [receipt],
    expected: { outcome: "received" },
  },
  {
    name: "keep-alive-closed-on-use",
    warmUp: [receipt],
    steps: [{ step: "end" }],
    expected: lost,
  },
  {
    name: "keep-alive-reset-on-use",
    warmUp: [receipt],
    steps: [{ step: "reset" }],
    expected: lost,
  },
  // A second answer nobody asked for must not become the answer of the next request.
  {
    name: "keep-alive-stray-answer",
    warmUp: [
      receipt,
      {
        step: "answer",
        status: 400,
        headers: [["content-type", "application/json"]],
        body: '{"error":{"code":"stray"}}',
      },
    ],
    steps: [receipt],
    expected: { outcome: "received" },
  },
];
