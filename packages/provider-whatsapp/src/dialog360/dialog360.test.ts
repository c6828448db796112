import type { ProviderInstanceV1 } from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { type Dialog360Simulator, startDialog360Simulator } from "../testing/dialog360/start-dialog360-simulator.js";
import { DIALOG360_WEBHOOK_HEADER, dialog360 } from "./index.js";

const credentials = { apiKey: "simulated-d360-key", webhookSecret: "simulated-webhook-secret" };
const recipients = [{ address: { kind: "phone" as const, value: "+4915112340001" } }];
const text = { recipients, content: { type: "text" as const, text: "Grüße" } };

let simulator: Dialog360Simulator;
beforeEach(async () => {
  simulator = await startDialog360Simulator({ apiKey: credentials.apiKey });
});
afterEach(() => simulator.close());

async function open(apiKey = credentials.apiKey): Promise<ProviderInstanceV1> {
  return dialog360.open(
    fakeConnection(dialog360, {
      settings: {},
      credentials: { ...credentials, apiKey },
      dispatcher: redirectDispatcher(simulator.origin),
    }),
  );
}

describe("sending", () => {
  test("posts Meta's body without a number's id, with the key in its own header", async () => {
    const { outboundMessages } = await open();
    expect(await outboundMessages?.doSend(fakeTransfer(text))).toMatchObject({ outcome: "received" });
    const [request] = simulator.requests;
    expect(request).toMatchObject({ path: "/messages", headers: { "d360-api-key": credentials.apiKey } });
    expect(request?.headers).not.toHaveProperty("authorization");
    expect(simulator.complaints).toEqual([]);
  });

  test("with a key that is not known pauses the channel and keeps the message", async () => {
    const { outboundMessages } = await open("another-key");
    expect(await outboundMessages?.doSend(fakeTransfer(text))).toMatchObject({
      outcome: "try-again",
      code: "CREDENTIALS_REFUSED",
      scope: "channel",
    });
  });
});

test("a file is fetched through 360dialog, not from Meta's host", async () => {
  const bytes = Uint8Array.from([1, 2, 0, 255]);
  const mediaId = simulator.simulation.desk.addFile(bytes, "image/png");
  const { media } = await open();
  expect(await media?.doDownload({ transferId: "t", mediaId })).toEqual({
    bytes: Buffer.from(bytes),
    contentType: "image/png",
  });
  expect(simulator.requests.map(({ path }) => path.split("?")[0])).toEqual([
    `/${mediaId}`,
    "/whatsapp_business/attachments/",
  ]);
});

test("registration sets the header that proves deliveries", async () => {
  const { webhookRegistration, probe } = await open();
  expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({
    state: "degraded",
    party: "account",
    code: "WEBHOOK_UNSET",
  });
  await webhookRegistration?.doRegister({ url: "https://host.example.com/webhooks/c1" });
  expect(simulator.simulation.webhook).toEqual({
    url: "https://host.example.com/webhooks/c1",
    headers: { [DIALOG360_WEBHOOK_HEADER]: credentials.webhookSecret },
  });
  expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({ state: "operational", certainty: 1 });
});

test.each([
  ["unavailable", "provider", "PROVIDER_UNAVAILABLE"],
  ["credentials-refused", "account", "CREDENTIALS_REFUSED"],
] as const)("the probe tells %s by whose fault it is", async (kind, party, code) => {
  simulator.misbehave({ kind });
  const { probe } = await open();
  expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({ state: "down", party, code });
});
