import type { HttpRequestV1 } from "@plugboard/core/spec";
import { fakeConnection, recordingLogger } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { twilio } from "../index.js";

const [OWN, FURTHER, OTHERS] = ["+14155550100", "+14155550177", "+14155550199"] as const;
const settings = {
  ...{ accountSid: `AC${"0".repeat(31)}7`, from: OWN, otherSenders: [FURTHER] },
  webhookUrl: "https://host.example/webhooks/c1",
};
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };
const callId = `CA${"0".repeat(32)}`;

/** Every way verbs leave by, with a colleague called under a number. */
async function dialUnder(callerId: string | undefined) {
  const asked: HttpRequestV1[] = [];
  const request = (one: HttpRequestV1) => {
    asked.push(one);
    const body = Buffer.from(JSON.stringify({ sid: callId, status: "queued" }));
    return Promise.resolve({ status: one.path?.endsWith("/Calls.json") ? 201 : 200, headers: {}, body });
  };
  const logger = recordingLogger();
  const connection = fakeConnection(twilio, { settings, credentials, logger });
  const { calls } = await twilio.open({ ...connection, http: { request } });
  const shown = callerId === undefined ? {} : { callerId };
  const verbs = [{ verb: "dial" as const, to: "+4915112345202", timeoutMs: 30_000, ...shown }];
  const control = { callId, reference: "call-1", step: 1, verbs };
  const begun = { transferId: "t", idempotencyKey: "call-1", to: "+4915112345201", ringTimeoutMs: 20_000 };
  const outcomes = [
    await calls?.doCall({ ...begun, verbs, detectMachine: false }),
    await calls?.doControl?.({ transferId: "t", ...control }),
  ];
  const answer = await calls?.doAnswer?.(control);
  return { outcomes, answer: answer?.body, asked, lines: logger.lines };
}

test.each([OWN, FURTHER, undefined])("a colleague may be called under %s", async (callerId) => {
  const { outcomes, answer, asked } = await dialUnder(callerId);
  expect(outcomes.map((one) => one?.outcome)).toEqual(["received", "received"]);
  expect(answer).toContain(callerId === undefined ? "<Dial timeout" : `<Dial callerId="${callerId}"`);
  expect(asked).toHaveLength(2);
});

test("nobody is called under another number of the account, which may be another customer's (R22)", async () => {
  const { outcomes, answer, asked, lines } = await dialUnder(OTHERS);
  const refused = { outcome: "refused", code: "SENDER_UNSUPPORTED", party: "account" };
  expect(outcomes).toEqual([refused, refused]);
  expect(asked).toEqual([]);
  // Somebody waits on the line: what cannot be done ends it, as where the host itself refuses verbs.
  expect(answer).toContain("<Response><Hangup/></Response>");
  expect(JSON.stringify(lines)).toContain("SENDER_UNSUPPORTED");
  expect(JSON.stringify(lines)).not.toContain(OTHERS);
});
