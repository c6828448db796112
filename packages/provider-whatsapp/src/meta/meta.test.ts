import type { ProviderInstanceV1, SendOutcomeInput } from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer, recordingLogger } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { type MetaSimulator, startMetaSimulator } from "../testing/meta/start-meta-simulator.js";
import { meta } from "./index.js";

const credentials = {
  accessToken: "EAAsimulated-token",
  appSecret: "simulated-app-secret",
  verifyToken: "simulated-verify-token",
};
const settings = { phoneNumberId: "106540352242922", businessAccountId: "102290129340398" };
const recipients = [{ address: { kind: "phone" as const, value: "+4915112340001" } }];
const text = { recipients, content: { type: "text" as const, text: "Grüße" } };
const picture = Uint8Array.from([0x89, 0x50, 0, 255, 13, 10]);
const image = {
  recipients,
  content: { type: "image" as const, media: { source: "bytes" as const, bytes: picture, contentType: "image/png" } },
};

let simulator: MetaSimulator;
beforeEach(async () => {
  simulator = await startMetaSimulator({ ...credentials, enforceServiceWindow: false });
});
afterEach(() => simulator.close());

async function open(
  changes: { accessToken?: string; settings?: object; previous?: typeof credentials } = {},
): Promise<ProviderInstanceV1> {
  return meta.open(
    fakeConnection(meta, {
      settings: { ...settings, ...changes.settings },
      credentials: { ...credentials, ...(changes.accessToken ? { accessToken: changes.accessToken } : {}) },
      ...(changes.previous ? { previousCredentials: changes.previous } : {}),
      dispatcher: redirectDispatcher(simulator.origin),
      logger: recordingLogger(),
    }),
  );
}
const send = async (message: Parameters<typeof fakeTransfer>[0]): Promise<SendOutcomeInput | undefined> =>
  (await open()).outboundMessages?.doSend(fakeTransfer(message));

describe("sending", () => {
  test("goes to the pinned version of the Graph API, and to another one by the settings", async () => {
    await send(text);
    const other = await open({ settings: { graphVersion: "v25.0" } });
    await other.outboundMessages?.doSend(fakeTransfer(text));
    expect(simulator.requests.map(({ path }) => path)).toEqual([
      "/v26.0/106540352242922/messages",
      "/v25.0/106540352242922/messages",
    ]);
  });

  test("says our id, which comes back with every status", async () => {
    await send(text);
    expect(simulator.messages[0]).toMatchObject({ to: "+4915112340001", idempotencyKey: "key-1" });
  });

  test("uploads bytes first and sends their id, once", async () => {
    expect(await send(image)).toMatchObject({ outcome: "received" });
    expect(simulator.requests.map(({ path }) => path.split("/").at(-1))).toEqual(["media", "messages"]);
    expect([...simulator.simulation.desk.files.values()].map(({ bytes }) => [...bytes])).toEqual([[...picture]]);
    expect(simulator.complaints).toEqual([]);
  });

  test("content that is too long leaves nothing", async () => {
    const long = { recipients, content: { type: "text" as const, text: "x".repeat(4_097) } };
    expect(await send(long)).toMatchObject({ outcome: "refused", code: "CONTENT_TOO_LARGE" });
    expect(simulator.requests).toEqual([]);
  });

  test.each([
    ["unavailable", { outcome: "try-again", code: "PROVIDER_UNAVAILABLE", party: "provider" }],
    ["credentials-refused", { outcome: "try-again", code: "CREDENTIALS_REFUSED", scope: "channel", party: "account" }],
    ["service-window-closed", { outcome: "refused", code: "SERVICE_WINDOW_CLOSED", providerCode: "131047" }],
    ["recipient-unknown", { outcome: "refused", code: "RECIPIENT_UNREACHABLE", party: "recipient" }],
  ] as const)("%s", async (kind, expected) => {
    simulator.misbehave({ kind });
    expect(await send(text)).toMatchObject(expected);
  });

  test("a lost answer passes on as one whose bytes may have arrived", async () => {
    simulator.misbehave({ kind: "lose-answer" });
    await expect(send(text)).rejects.toMatchObject({ code: "TRANSFER_FAILED", requestSent: true });
    expect(simulator.messages).toHaveLength(1);
  });

  test.each(["lose-answer", "unavailable"] as const)(
    "an upload that meets %s leaves the message to be tried again: none was posted",
    async (kind) => {
      simulator.misbehave({ kind });
      expect(await send(image)).toMatchObject({ outcome: "try-again" });
      expect(simulator.messages).toEqual([]);
    },
  );
});

describe("media", () => {
  test("comes back byte for byte", async () => {
    const { media } = await open();
    const mediaId = simulator.simulation.desk.addFile(picture, "image/jpeg");
    expect(await media?.doDownload({ transferId: "t", mediaId })).toEqual({
      bytes: Buffer.from(picture),
      contentType: "image/jpeg",
    });
  });

  test("that is not what Meta announced is not taken for it", async () => {
    const { media } = await open();
    const mediaId = simulator.simulation.desk.addFile(picture, "image/jpeg");
    simulator.misbehave({ kind: "media-fault" });
    await expect(media?.doDownload({ transferId: "t", mediaId })).rejects.toMatchObject({
      code: "ANSWER_UNAVAILABLE",
      retryable: true,
      outcome: { code: "MEDIA_DAMAGED", party: "provider" },
    });
  });

  test("that is gone is the account's doing, and not worth another try", async () => {
    const { media } = await open();
    await expect(media?.doDownload({ transferId: "t", mediaId: "404" })).rejects.toMatchObject({
      code: "ANSWER_REFUSED",
      retryable: false,
      outcome: { outcome: "refused", code: "REQUEST_REFUSED", party: "account" },
    });
  });

  test("at a place that is not Meta's is not fetched", async () => {
    const { media } = await open();
    const { desk } = simulator.simulation;
    const mediaId = desk.addFile(picture, "image/jpeg");
    desk.describeFile = () =>
      new Response(JSON.stringify({ url: "https://lookaside.example.com/x", mime_type: "image/jpeg" }));
    await expect(media?.doDownload({ transferId: "t", mediaId })).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  });
});

describe("signals", () => {
  test("mark a message as read, and show that an answer is written", async () => {
    simulator.simulation.desk.personWrote({ id: "wamid.in-1" }, 0);
    const { conversationSignals } = await open();
    await conversationSignals?.doSignal({ signal: "read", providerMessageId: "wamid.in-1" });
    await conversationSignals?.doSignal({ signal: "typing", providerMessageId: "wamid.in-1" });
    expect(simulator.simulation.desk.signals).toEqual([
      { messageId: "wamid.in-1", typing: false },
      { messageId: "wamid.in-1", typing: true },
    ]);
  });

  test("about a message that Meta does not know fail", async () => {
    const { conversationSignals } = await open();
    await expect(
      conversationSignals?.doSignal({ signal: "read", providerMessageId: "wamid.unknown" }),
    ).rejects.toMatchObject({ code: "ANSWER_REFUSED", retryable: false });
  });
});

describe("the probe", () => {
  const probe = async (changes: Parameters<typeof open>[0] = {}) =>
    (await open(changes)).probe?.doProbe(new AbortController().signal);

  test("tells a number that works, and sends nothing", async () => {
    expect(await probe()).toMatchObject({ state: "operational", certainty: 1 });
    expect(simulator.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  test.each([
    ["credentials-refused", "down", "account", "CREDENTIALS_REFUSED"],
    ["unavailable", "down", "provider", "PROVIDER_UNAVAILABLE"],
  ] as const)("tells %s by whose fault it is", async (kind, state, party, code) => {
    simulator.misbehave({ kind });
    expect(await probe()).toMatchObject({ state, party, code });
  });

  test("tells a rate limit as the account's, and not as an outage", async () => {
    simulator.misbehave({ kind: "rate-limited", retryAfterSeconds: 1 });
    expect(await probe()).toMatchObject({ state: "degraded", party: "account", code: "RATE_LIMITED" });
  });

  test("tells a number that Meta restricted", async () => {
    await simulator.close();
    simulator = await startMetaSimulator({ ...credentials, numberStatus: "RESTRICTED" });
    expect(await probe()).toMatchObject({ state: "down", party: "account", code: "SENDER_NOT_CONNECTED" });
  });

  test("tells a refused connection", async () => {
    await simulator.close();
    expect(await probe()).toMatchObject({ state: "down", code: "PROBE_FAILED" });
  });

  test("tells settings that name another number", async () => {
    expect(await probe({ settings: { phoneNumberId: "1" } })).toMatchObject({ state: "down", party: "account" });
  });
});

describe("the handshake", () => {
  const shake = async (query: Record<string, string>, previous?: typeof credentials) =>
    (await open(previous === undefined ? {} : { previous })).inboundEvents?.doHandshake?.({ method: "GET", query });
  const asked = { "hub.mode": "subscribe", "hub.challenge": "1158201444" };

  test("says the challenge back to whoever knows the token", async () => {
    expect(await shake({ ...asked, "hub.verify_token": credentials.verifyToken })).toEqual({
      status: 200,
      body: "1158201444",
    });
  });

  test("knows the token before, during a rotation", async () => {
    const previous = { ...credentials, verifyToken: "token-of-last-week" };
    expect(await shake({ ...asked, "hub.verify_token": "token-of-last-week" }, previous)).toMatchObject({
      status: 200,
    });
  });

  test.each([
    ["another token", { ...asked, "hub.verify_token": "guess" }],
    ["no token", asked],
    ["another mode", { ...asked, "hub.mode": "unsubscribe", "hub.verify_token": credentials.verifyToken }],
    ["markup", { ...asked, "hub.challenge": "<b>", "hub.verify_token": credentials.verifyToken }],
  ])("tells nothing for %s", async (_name, query) => {
    expect(await shake(query)).toEqual({ status: 403, body: "" });
  });
});

test("registration is taken when the address answers Meta's question, and can be taken back", async () => {
  await simulator.close();
  const { inboundEvents } = await open();
  const askCallback = async (url: string) => {
    const query = Object.fromEntries(new URL(url).searchParams);
    return (await inboundEvents?.doHandshake?.({ method: "GET", query })) ?? { status: 500, body: "" };
  };
  simulator = await startMetaSimulator({ ...credentials, askCallback });
  const { webhookRegistration } = await open();
  const url = "https://host.example.com/webhooks/c1";
  await expect(webhookRegistration?.doRegister({ url, secret: "a-wrong-token" })).rejects.toMatchObject({
    code: "ANSWER_REFUSED",
  });
  const registered = await webhookRegistration?.doRegister({ url });
  expect(registered).toEqual({ registrationId: settings.businessAccountId });
  expect(simulator.simulation.callbackUrl).toBe(url);
  await webhookRegistration?.doUnregister?.(settings.businessAccountId);
  expect(simulator.simulation.callbackUrl).toBeUndefined();
});
