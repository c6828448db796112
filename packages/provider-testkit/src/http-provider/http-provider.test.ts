import {
  ContactCenterError,
  type InboundEventInput,
  type ProviderInstanceV1,
  type RawInbound,
} from "@plugboard/core/spec";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fakeConnection } from "../fakes/fake-connection.js";
import { fakeTransfer } from "../fakes/fake-transfer.js";
import { createHttpProvider } from "./create-http-provider.js";
import { httpProvider } from "./http-provider.js";
import { type HttpProviderServer, startHttpProviderServer } from "./http-provider-server.js";
import { signHttpWebhook } from "./sign-http-webhook.js";

const UNKNOWN_NUMBER = "+4930999999";
const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const credentials = { apiKey: "test-api-key", webhookSecret };
const message = {
  recipients: [{ address: { kind: "phone" as const, value: "+4930123456" } }],
  content: { type: "text" as const, text: 'Grüße 👋\r\n\u2028 \\"' },
};

let server: HttpProviderServer;
beforeEach(async () => {
  server = await startHttpProviderServer({ unknownNumbers: [UNKNOWN_NUMBER] });
});
afterEach(() => server.close());

async function open(
  provider = httpProvider,
  overrides: { apiKey?: string; baseUrl?: string } = {},
): Promise<ProviderInstanceV1> {
  return provider.open(
    fakeConnection(provider, {
      settings: { baseUrl: overrides.baseUrl ?? server.baseUrl, countries: ["DE"] },
      credentials: { ...credentials, apiKey: overrides.apiKey ?? credentials.apiKey },
    }),
  );
}

describe("sending", () => {
  test("hands over the text byte for byte and reports the provider's id and time", async () => {
    const outcome = await (await open()).outboundMessages?.doSend(fakeTransfer(message));
    expect(outcome).toEqual({
      outcome: "received",
      providerMessageId: "m-1",
      receivedAt: server.messages[0]?.receivedAt,
    });
    expect(server.messages[0]).toMatchObject({
      text: message.content.text,
      to: "+4930123456",
      idempotencyKey: "key-1",
    });
    expect(server.complaints).toEqual([]);
  });

  test("a second attempt with the same key is answered with the first result", async () => {
    const { outboundMessages } = await open();
    const first = await outboundMessages?.doSend(fakeTransfer(message));
    const second = await outboundMessages?.doSend(fakeTransfer(message, { attempt: 2, transferId: "transfer-2" }));
    expect(second).toEqual(first);
    expect([server.messages.length, server.repeats]).toEqual([1, 1]);
  });

  test("passes sender and reply context on", async () => {
    const { outboundMessages } = await open();
    await outboundMessages?.doSend(
      fakeTransfer({ ...message, sender: { kind: "handle", value: "ACME" }, replyToProviderMessageId: "in-7" }),
    );
    expect(server.messages[0]).toMatchObject({ from: "ACME", inReplyTo: "in-7" });
  });

  test("an unknown recipient is the recipient's fault and permanent", async () => {
    const { outboundMessages } = await open();
    const outcome = await outboundMessages?.doSend(
      fakeTransfer({ ...message, recipients: [{ address: { kind: "phone", value: UNKNOWN_NUMBER } }] }),
    );
    expect(outcome).toMatchObject({ outcome: "refused", code: "RECIPIENT_UNKNOWN", party: "recipient" });
  });

  test("a refused key pauses the channel and keeps the message", async () => {
    const { outboundMessages } = await open(httpProvider, { apiKey: "another-key" });
    const outcome = await outboundMessages?.doSend(fakeTransfer(message));
    expect(outcome).toMatchObject({ outcome: "try-again", scope: "channel", party: "account" });
  });

  test("content it cannot carry is refused, not rewritten", async () => {
    const { outboundMessages } = await open();
    const outcome = await outboundMessages?.doSend(
      fakeTransfer({ ...message, content: { type: "location", latitude: 52, longitude: 13 } }),
    );
    expect(outcome).toMatchObject({ outcome: "refused", code: "CONTENT_UNSUPPORTED" });
    expect(server.messages).toEqual([]);
  });

  test("a refused connection leaves as TRANSFER_FAILED with nothing sent", async () => {
    await server.close();
    const { outboundMessages } = await open();
    const failure = await outboundMessages?.doSend(fakeTransfer(message)).catch((error: unknown) => error);
    expect(ContactCenterError.isInstance(failure) && failure.details).toMatchObject({
      reason: "connection-refused",
      requestSent: false,
    });
  });
});

describe("variations of idempotency", () => {
  test.each(["none", "callback"] as const)("with %s no key is sent and there is no lookup", async (mode) => {
    const { outboundMessages } = await open(createHttpProvider({ idempotency: mode }));
    await outboundMessages?.doSend(fakeTransfer(message));
    expect(server.messages[0]?.idempotencyKey).toBeUndefined();
    expect(outboundMessages?.doLookup).toBeUndefined();
  });

  test("with lookup a taken message is found by its reference", async () => {
    const { outboundMessages } = await open(createHttpProvider({ idempotency: "lookup" }));
    await outboundMessages?.doSend(fakeTransfer(message));
    expect(await outboundMessages?.doLookup?.(fakeTransfer(message))).toMatchObject({
      outcome: "received",
      providerMessageId: "m-1",
    });
  });

  test("with lookup a message that never arrived may be sent again", async () => {
    const { outboundMessages } = await open(createHttpProvider({ idempotency: "lookup" }));
    expect(await outboundMessages?.doLookup?.(fakeTransfer(message))).toMatchObject({ outcome: "try-again" });
  });

  test("with callback the report carries the id that the receipt had", async () => {
    const { outboundMessages, inboundEvents } = await open(createHttpProvider({ idempotency: "callback" }));
    const outcome = await outboundMessages?.doSend(fakeTransfer(message));
    const events = await inboundEvents?.doParse(
      delivery({ events: [{ type: "status", message_id: "m-1", reference: "key-1", status: "delivered" }] }),
    );
    expect([outcome, events?.[0]]).toMatchObject([{ providerMessageId: "key-1" }, { providerMessageId: "key-1" }]);
  });
});

describe("inbound", () => {
  const parse = async (body: unknown): Promise<InboundEventInput[]> => {
    const { inboundEvents } = await open();
    return (await inboundEvents?.doParse(delivery(body))) ?? [];
  };

  test("reads messages and statuses in the provider's order", async () => {
    const events = await parse({
      events: [
        { type: "message", id: "in-1", from: "+49301", to: "+49302", text: " a ", sent_at: "2026-01-02T03:04:05Z" },
        { type: "status", message_id: "m-1", status: "failed", error_code: "17", permanent: true },
      ],
    });
    expect(events).toEqual([
      {
        type: "message",
        providerMessageId: "in-1",
        occurredAt: "2026-01-02T03:04:05Z",
        from: { kind: "phone", value: "+49301" },
        to: ["+49302"],
        text: " a ",
      },
      {
        type: "delivery-report",
        providerMessageId: "m-1",
        status: "undelivered",
        permanence: "hard",
        party: "recipient",
        providerCode: "17",
      },
    ]);
  });

  test("keeps a sender that is no phone number as it came", async () => {
    const [event] = await parse({ events: [{ type: "message", id: "in-1", from: "ACME", to: "+49302", text: "x" }] });
    expect(event).toMatchObject({ from: { kind: "unparsed", value: "ACME" } });
  });

  test("an event of an unknown kind fails the delivery, so that the host parks it", async () => {
    await expect(parse({ events: [{ type: "poll", id: "1" }] })).rejects.toMatchObject({ code: "ANSWER_INVALID" });
  });

  test("two deliveries are one when their webhook-id is", async () => {
    const { inboundEvents } = await open();
    expect(inboundEvents?.doDeduplicationKey?.(delivery({ events: [] }))).toBe("msg_1");
  });

  // The vector of the published specification's reference libraries.
  test("signs as Standard Webhooks does", () => {
    const headers = signHttpWebhook({
      secret: webhookSecret,
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestampSeconds: 1_614_265_330,
      body: '{"test": 2432232314}',
    });
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });
});

describe("probe", () => {
  test("tells a working provider", async () => {
    const { probe } = await open();
    expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({ state: "operational", certainty: 1 });
  });

  test("tells a refused key as the account's fault", async () => {
    const { probe } = await open(httpProvider, { apiKey: "another-key" });
    expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({ state: "down", party: "account" });
  });

  test("tells a refused connection as the provider's fault", async () => {
    await server.close();
    const { probe } = await open();
    expect(await probe?.doProbe(new AbortController().signal)).toMatchObject({ state: "down", party: "provider" });
  });
});

test.each([{ baseUrl: "ftp://example.com" }, { baseUrl: "https://example.com/" }, { countries: [] }])(
  "refuses settings %j",
  (wrong) => {
    const settings = { baseUrl: "https://example.com", countries: ["DE"], ...wrong };
    expect(() => fakeConnection(httpProvider, { settings, credentials })).toThrow();
  },
);

function delivery(body: unknown): RawInbound {
  return {
    rawId: "raw-1",
    source: "webhook",
    recordedAtMs: 0,
    contentType: "application/json",
    body: Buffer.from(JSON.stringify(body)),
    attributes: { "header:webhook-id": "msg_1" },
  };
}
