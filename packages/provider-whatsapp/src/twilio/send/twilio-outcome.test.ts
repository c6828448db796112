import type { HttpResponseV1 } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { twilioOutcome } from "./twilio-outcome.js";

const answer = (status: number, body: Record<string, unknown>): HttpResponseV1 => ({
  status,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode(JSON.stringify(body)),
});

test.each([
  ["said STOP to this sender", 21_610, "opt-out"],
  ["has an address that does not exist", 21_614, "hard-bounce"],
  ["cannot be reached now", 30_003, undefined],
  ["has no WhatsApp, as far as it knows", 63_003, undefined],
] as const)("a refusal because the person %s says what it means for their other messages", (_what, code, suppress) => {
  const sid = `SM${"0".repeat(32)}`;
  const refused = twilioOutcome(answer(400, { code, message: "no", status: 400 }), 0);
  const failed = twilioOutcome(answer(201, { sid, status: "failed", error_code: code }), 0);
  for (const outcome of [refused, failed])
    expect(outcome).toMatchObject({ outcome: "refused", party: "recipient", providerCode: String(code) });
  expect([refused, failed].map((outcome) => ("suppress" in outcome ? outcome.suppress : undefined))).toEqual([
    suppress,
    suppress,
  ]);
});
