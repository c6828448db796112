import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CallVerb, HttpClientV1, HttpRequestV1, ProviderInstanceV1 } from "@plugboard/core/spec";
import { type CheckedRequest, fakeConnection, fakeTransfer, OpenApiDescription } from "@plugboard/provider-testkit";
import { describe, expect, test } from "vitest";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { startTwilioSimulator } from "../testing/twilio/start-twilio-simulator.js";
import { twilioConformance } from "../testing/twilio/twilio-conformance.js";
import { twilio } from "./index.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const file = join(oracles, "specs/twilio/twilio_api_v2010.json");
const ACCOUNT = `AC${"0".repeat(31)}7`;
const RECORDING = `RE${"0".repeat(31)}9`;
const MEDIA = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM${"0".repeat(32)}/Media/ME${"0".repeat(32)}`;
const credentials = { authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7" };
const PERSON = "+4915112345201";

/** The request as it would stand on the wire; the descriptions name the host without a region. */
function checked({ url, path, method, headers, body }: HttpRequestV1): CheckedRequest {
  const address = new URL(url ?? `https://api.twilio.com${path ?? ""}`);
  return {
    origin: address.origin,
    method,
    path: address.pathname + address.search,
    contentType: headers?.["content-type"],
    body: typeof body === "string" ? body : "",
  };
}

const SAY: CallVerb = { verb: "say", text: "Hi" };

/** Every request of every operation of the provider, played against the simulator. */
async function everyRequest(): Promise<{ operation: string; request: CheckedRequest }[]> {
  const bytes = { bytes: Uint8Array.of(1), contentType: "audio/wav" };
  const simulator = await startTwilioSimulator({
    ...{ accountSid: ACCOUNT, from: "+14155550100", ...credentials },
    media: { [`ME${"0".repeat(32)}`]: bytes, [RECORDING]: bytes },
  });
  const settings = { accountSid: ACCOUNT, from: "+14155550100", webhookUrl: "https://host.example/webhooks/c1" };
  const dispatcher = redirectDispatcher(simulator.origin);
  const connection = fakeConnection(twilio, { settings, credentials, dispatcher });
  const seen: { operation: string; request: CheckedRequest }[] = [];
  const http: HttpClientV1 = {
    request: (request) => {
      seen.push({ operation: request.operation, request: checked(request) });
      return connection.http.request(request);
    },
  };
  const instance: ProviderInstanceV1 = await twilio.open({ ...connection, http });
  for (const { message } of twilioConformance.messages) await instance.outboundMessages?.doSend(fakeTransfer(message));
  const { calls, media, subjectRights, probe } = instance;
  const request = { transferId: "t", idempotencyKey: "call_1", verbs: [SAY], ringTimeoutMs: 20_000 };
  const begun = await calls?.doCall({ ...request, to: PERSON, detectMachine: true });
  await calls?.doCall({ ...request, to: "sip:a@pbx.example", detectMachine: false });
  const callId = begun?.outcome === "received" ? begun.providerMessageId : "";
  const control = { transferId: "t", callId, reference: "call_1", step: 1 };
  await calls?.doControl?.({ ...control, verbs: [SAY] });
  await calls?.doControl?.({ ...control, verbs: [{ verb: "hang-up", reason: "completed" }] });
  await calls?.doResume?.({ transferId: "t", callIds: [callId] });
  simulator.simulation.calls[0]?.recordings.push(RECORDING);
  await media?.doDownload({ transferId: "t", mediaId: RECORDING });
  await media?.doDelete?.({ transferId: "t", mediaId: RECORDING });
  await media?.doDownload({ transferId: "t", mediaId: MEDIA });
  await media?.doDelete?.({ transferId: "t", mediaId: MEDIA });
  for (const right of ["access", "restrict", "erase"] as const)
    await subjectRights?.doSubjectRight({ transferId: "t", right, address: PERSON, providerMessageIds: [] });
  await probe?.doProbe(new AbortController().signal);
  await simulator.close();
  expect(simulator.complaints).toEqual([]);
  return seen;
}

/** The binaries: their address without `.json`, or with `.wav`, which the description does not list. */
const OUTSIDE: ReadonlySet<string> = new Set(["download-media", "fetch-recording"]);

describe.skipIf(!existsSync(file))("Twilio's own description of its API (shared/oracles/specs/twilio)", () => {
  test("every request of every operation has a described path, method, parameters and body", async (context) => {
    const description = new OpenApiDescription(file);
    const requests = await everyRequest();
    const described = requests.filter(({ operation }) => !OUTSIDE.has(operation));
    expect(described.flatMap(({ request }) => description.check(request).problems)).toEqual([]);
    expect(new Set(requests.map(({ operation }) => operation))).toEqual(
      new Set(twilio.manifest.operations.map(({ id }) => id)),
    );
    expect(new Set(described.map(({ request }) => description.check(request).operation))).toEqual(
      new Set([
        ...["CreateMessage", "ListMessage", "UpdateMessage", "DeleteMessage", "DeleteMedia", "FetchAccount"],
        ...["CreateCall", "FetchCall", "UpdateCall", "ListCall", "DeleteCall"],
        ...["ListCallRecording", "DeleteRecording"],
      ]),
    );
    await context.annotate(`${described.length} requests checked; outside: ${[...OUTSIDE].join(", ")}`);
  });
});
