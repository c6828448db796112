import type { FaultStep } from "./fault-step.js";
import { type ExpectedOutcome, HTTP_FAULT_TIMEOUT_MS, type HttpFaultCase } from "./http-fault-case.js";

const unreadable: ExpectedOutcome = { outcome: "unknown", code: "ANSWER_UNREADABLE", party: "provider" };
const malformed: ExpectedOutcome = { outcome: "unknown", code: "ANSWER_MALFORMED", party: "provider" };
const tooLarge: ExpectedOutcome = { outcome: "unknown", code: "ANSWER_TOO_LARGE", party: "provider" };
const tooLate: ExpectedOutcome = { outcome: "unknown", code: "ANSWER_TIMEOUT", party: "provider" };
const lost: ExpectedOutcome = { outcome: "unknown", code: "CONNECTION_LOST", party: "provider" };

const processed: FaultStep = { step: "process" };
const ok = (body: string | Uint8Array, contentType = "application/json"): readonly FaultStep[] => [
  processed,
  { step: "answer", status: 200, headers: [["content-type", contentType]], body },
];
const raw = (bytes: string | Uint8Array): readonly FaultStep[] => [processed, { step: "write", bytes }];

const HEAD_OK = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const MIB = 1_048_576;

/**
 * Answers that are not what they should be, after the provider processed the request: the message was taken, and nothing but an
 * `unknown` outcome is honest.
 */
export const answerFaultCases: readonly HttpFaultCase[] = [
  { name: "200-html", steps: ok("<!doctype html><p>Sign in</p>", "text/html"), expected: unreadable },
  { name: "200-empty", steps: ok(""), expected: unreadable },
  { name: "204", steps: [processed, { step: "answer", status: 204 }], expected: unreadable },
  {
    name: "200-cut-json",
    steps: [{ step: "receipt", change: (body) => body.slice(0, body.length / 2) }],
    expected: unreadable,
  },
  { name: "200-array", steps: ok("[1,2,3]"), expected: unreadable },
  { name: "200-null", steps: ok("null"), expected: unreadable },
  {
    name: "200-wrong-types",
    steps: [{ step: "receipt", change: (body) => body.replaceAll(/:\s*"[^"]*"/g, ":{}") }],
    expected: unreadable,
  },
  {
    name: "200-bad-utf-8",
    steps: ok(Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')])),
    expected: unreadable,
  },
  { name: "200-deep-json", steps: ok("[".repeat(30_000) + "]".repeat(30_000)), expected: unreadable },
  // RFC 8259 §4 leaves repeated names open and ECMAScript takes the last: the answer is a receipt.
  {
    name: "200-duplicate-keys",
    steps: [{ step: "receipt", change: (body) => body.replace("{", '{"id":"m-0","__proto__":{"id":"m-0"},') }],
    expected: { outcome: "received" },
  },
  {
    name: "200-50-mib",
    steps: [
      processed,
      { step: "write", bytes: `${HEAD_OK}content-length: ${50 * MIB}\r\n\r\n` },
      { step: "fill", text: '{"id":"m-1"}', sizeBytes: 50 * MIB },
    ],
    expected: tooLarge,
  },
  {
    name: "200-endless-chunks",
    steps: [
      processed,
      { step: "write", bytes: `${HEAD_OK}transfer-encoding: chunked\r\n\r\n` },
      { step: "fill", text: `1000\r\n${"x".repeat(4_096)}\r\n`, sizeBytes: 50 * MIB },
    ],
    expected: tooLarge,
  },
  {
    name: "200-gzip-bomb",
    steps: [
      processed,
      { step: "write", bytes: `${HEAD_OK}content-encoding: gzip\r\nconnection: close\r\n\r\n` },
      { step: "gzip-bomb", sizeBytes: 16 * MIB },
      { step: "end" },
    ],
    expected: unreadable,
  },
  { name: "no-http", steps: [...raw("220 mail.example.com ESMTP\r\n"), { step: "end" }], expected: malformed },
  { name: "http-0.9", steps: [...raw('{"id":"m-1"}'), { step: "end" }], expected: malformed },
  { name: "bad-status-line", steps: [...raw("HTTP/1.1 2x0 OK\r\n\r\n"), { step: "end" }], expected: malformed },
  {
    name: "two-content-lengths",
    steps: [...raw(`${HEAD_OK}content-length: 12\r\ncontent-length: 40\r\n\r\n{"id":"m-1"}`), { step: "hang" }],
    expected: malformed,
  },
  {
    name: "bad-chunk-size",
    steps: [...raw(`${HEAD_OK}transfer-encoding: chunked\r\n\r\nZZ\r\n{"id":"m-1"}\r\n0\r\n\r\n`), { step: "hang" }],
    expected: malformed,
  },
  {
    name: "headers-too-large",
    steps: [...raw(`${HEAD_OK}x-padding: ${"p".repeat(200_000)}\r\n\r\n`), { step: "hang" }],
    expected: malformed,
  },
  {
    name: "switching-protocols",
    steps: [
      ...raw("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
      { step: "hang" },
    ],
    expected: { outcome: "unknown", party: "provider" },
  },
  {
    name: "early-hints-first",
    steps: [...raw("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"), { step: "receipt" }],
    expected: { outcome: "received" },
  },
  {
    name: "late-but-in-time",
    steps: [processed, { step: "wait", waitMs: HTTP_FAULT_TIMEOUT_MS / 2 }, { step: "receipt" }],
    expected: { outcome: "received" },
  },
  {
    name: "headers-one-byte-a-second",
    steps: [processed, { step: "drip", text: `${HEAD_OK}\r\n`, everyMs: 1_000 }],
    expected: tooLate,
    untilDeadline: true,
  },
  // Each byte comes before a timer that only watches for silence would fire.
  {
    name: "headers-trickle",
    steps: [processed, { step: "drip", text: `${HEAD_OK}x-padding: ${"p".repeat(4_000)}\r\n\r\n`, everyMs: 20 }],
    expected: tooLate,
    untilDeadline: true,
  },
  {
    name: "body-stalls",
    steps: [...raw(`${HEAD_OK}content-length: 40\r\n\r\n{"id":`), { step: "hang" }],
    expected: tooLate,
    untilDeadline: true,
  },
  {
    name: "body-trickles",
    steps: [
      ...raw(`${HEAD_OK}content-length: 4000\r\n\r\n`),
      { step: "drip", text: `{"id":"${"m".repeat(3_991)}"}`, everyMs: 20 },
    ],
    expected: tooLate,
    untilDeadline: true,
  },
  {
    name: "processed-then-silent",
    steps: [processed, { step: "hang" }],
    expected: tooLate,
    untilDeadline: true,
  },
  { name: "processed-then-closed", steps: [processed, { step: "end" }], expected: lost },
  { name: "processed-then-reset", steps: [processed, { step: "reset" }], expected: lost },
  { name: "closed-within-headers", steps: [...raw(HEAD_OK), { step: "end" }], expected: lost },
  {
    name: "closed-within-body",
    steps: [...raw(`${HEAD_OK}content-length: 40\r\n\r\n{"id":`), { step: "end" }],
    expected: lost,
  },
  {
    name: "reset-within-body",
    steps: [...raw(`${HEAD_OK}content-length: 40\r\n\r\n{"id":`), { step: "wait", waitMs: 20 }, { step: "reset" }],
    expected: lost,
  },
];
