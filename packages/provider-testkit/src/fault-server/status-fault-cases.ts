import type { FaultStep } from "./fault-step.js";
import type { ExpectedOutcome, HttpFaultCase } from "./http-fault-case.js";

type Headers = readonly (readonly [name: string, value: string])[];

const status = (code: number, headers: Headers = [], body = ""): readonly FaultStep[] => [
  { step: "read-request" },
  { step: "answer", status: code, headers, body },
];

const rateLimited: ExpectedOutcome = { outcome: "try-again", code: "RATE_LIMITED", scope: "channel", party: "account" };
const unavailable: ExpectedOutcome = {
  outcome: "try-again",
  code: "PROVIDER_UNAVAILABLE",
  scope: "message",
  party: "provider",
};
const credentialsRefused: ExpectedOutcome = {
  outcome: "try-again",
  code: "CREDENTIALS_REFUSED",
  scope: "channel",
  party: "account",
};
const refused: ExpectedOutcome = { outcome: "refused", code: "REQUEST_REFUSED", party: "account" };
const redirected: ExpectedOutcome = { outcome: "refused", code: "REDIRECTED", party: "provider" };

/** A date as `Retry-After` writes it, so many seconds after the table was loaded is too imprecise: a far one and a past one. */
const FAR_DATE = "Fri, 31 Dec 2049 23:59:59 GMT";
const PAST_DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

const redirect = (code: number): HttpFaultCase => ({
  name: `redirect-${code}`,
  steps: status(code, [["location", "http://localhost:{port}/elsewhere"]]),
  expected: redirected,
});

/** Answers that are complete and say no. */
export const statusFaultCases: readonly HttpFaultCase[] = [
  {
    name: "429-seconds",
    steps: status(429, [["retry-after", "2"]]),
    expected: { ...rateLimited, retryAfterMs: 2_000 },
  },
  { name: "429-zero", steps: status(429, [["retry-after", "0"]]), expected: { ...rateLimited, retryAfterMs: 0 } },
  { name: "429-date-far", steps: status(429, [["retry-after", FAR_DATE]]), expected: rateLimited },
  {
    name: "429-date-past",
    steps: status(429, [["retry-after", PAST_DATE]]),
    expected: { ...rateLimited, retryAfterMs: 0 },
  },
  { name: "429-absent", steps: status(429), expected: { ...rateLimited, retryAfterMs: "none" } },
  {
    name: "429-absurd",
    steps: status(429, [["retry-after", "999999999999"]]),
    expected: { ...rateLimited, retryAfterMs: 999_999_999_999_000 },
  },
  {
    name: "429-overflow",
    steps: status(429, [["retry-after", "9".repeat(400)]]),
    expected: { ...rateLimited, retryAfterMs: "none" },
  },
  {
    name: "429-negative",
    steps: status(429, [["retry-after", "-5"]]),
    expected: { ...rateLimited, retryAfterMs: "none" },
  },
  {
    name: "429-words",
    steps: status(429, [["retry-after", "soon"]]),
    expected: { ...rateLimited, retryAfterMs: "none" },
  },
  {
    name: "429-twice",
    steps: status(429, [
      ["retry-after", "3"],
      ["retry-after", "90"],
    ]),
    expected: { ...rateLimited, retryAfterMs: 3_000 },
  },
  { name: "408", steps: status(408), expected: unavailable },
  { name: "425", steps: status(425), expected: unavailable },
  { name: "500", steps: status(500), expected: unavailable },
  { name: "500-html", steps: status(500, [["content-type", "text/html"]], "<h1>Oops</h1>"), expected: unavailable },
  { name: "502", steps: status(502), expected: unavailable },
  { name: "503", steps: status(503), expected: { ...unavailable, retryAfterMs: "none" } },
  {
    name: "503-seconds",
    steps: status(503, [["retry-after", "4"]]),
    expected: { ...unavailable, retryAfterMs: 4_000 },
  },
  { name: "504", steps: status(504), expected: { outcome: "unknown", code: "GATEWAY_TIMEOUT", party: "provider" } },
  { name: "599", steps: status(599), expected: unavailable },
  { name: "401", steps: status(401), expected: credentialsRefused },
  { name: "403", steps: status(403), expected: credentialsRefused },
  { name: "400", steps: status(400), expected: refused },
  { name: "404", steps: status(404), expected: refused },
  { name: "410", steps: status(410), expected: refused },
  { name: "413", steps: status(413), expected: refused },
  { name: "422", steps: status(422, [["content-type", "application/json"]], "{}"), expected: refused },
  {
    name: "413-before-body",
    steps: [{ step: "read-head" }, { step: "answer", status: 413 }, { step: "read-request" }, { step: "end" }],
    expected: refused,
  },
  redirect(301),
  redirect(302),
  redirect(303),
  redirect(307),
  redirect(308),
];
