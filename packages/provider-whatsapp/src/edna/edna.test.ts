import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  inboundEventSchema,
  type ProviderInstanceV1,
  type RawInbound,
  type SendOutcomeInput,
} from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer, fixedClock } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { ednaConformance } from "../testing/edna/edna-conformance.js";
import { EdnaPeople } from "../testing/edna/edna-people.js";
import { ednaMessageWebhook, ednaStatusWebhook } from "../testing/edna/edna-webhooks.js";
import { type EdnaSimulator, startEdnaSimulator } from "../testing/edna/start-edna-simulator.js";
import { createEdna, edna } from "./index.js";

const credentials = {
  apiKey: "simulated-key",
  webhookKey: "simulated-webhook-key",
  webhookPathSecret: "cGF0aC1zZWNyZXQtb2YtYS10ZXN0",
};
const settings = {
  cascadeId: 31_634,
  subjectId: 345,
  sender: "RETAIL_WA",
  countries: ["CY"],
  filesUrl: "https://files.edna.example/files",
};
const simulated = {
  apiKey: credentials.apiKey,
  webhookKey: credentials.webhookKey,
  cascadeId: settings.cascadeId,
  subjectId: settings.subjectId,
  files: { "a.png": { bytes: Uint8Array.from([1, 2, 0, 255]), contentType: "image/png" } },
};
const clock = fixedClock(Date.parse("2026-11-22T10:00:00Z"));
const recipients = [{ address: { kind: "phone" as const, value: "+10000000000" } }];
const text = (value: string) => ({ recipients, content: { type: "text" as const, text: value } });

let simulator: EdnaSimulator;
let nowMs = 0;
beforeEach(async () => {
  nowMs = clock.now();
  simulator = await startEdnaSimulator({ ...simulated, now: () => nowMs });
});
afterEach(() => simulator.close());

async function open(changes: Readonly<Record<string, unknown>> = {}): Promise<ProviderInstanceV1> {
  return edna.open(
    fakeConnection(edna, {
      settings: { ...settings, ...changes },
      credentials,
      clock,
      dispatcher: redirectDispatcher(simulator.origin),
    }),
  );
}

const send = async (
  message: Parameters<typeof fakeTransfer>[0],
  key = "key-1",
  changes: Readonly<Record<string, unknown>> = {},
): Promise<SendOutcomeInput> => {
  const { outboundMessages } = await open(changes);
  if (outboundMessages === undefined) throw new Error("edna sends");
  return outboundMessages.doSend(fakeTransfer(message, { idempotencyKey: key }));
};

const sentBody = (): unknown => JSON.parse(Buffer.from(simulator.requests.at(-1)?.body ?? []).toString()) as unknown;

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const samplesFile = join(oracles, "whatsapp/edna-samples.json");

const raw = (body: { body: string | Uint8Array }): RawInbound => ({
  rawId: "raw-1",
  source: "webhook",
  recordedAtMs: 0,
  contentType: "application/json",
  body: Buffer.from(body.body),
  attributes: {},
});

describe.skipIf(!existsSync(samplesFile))(
  "edna's own documented examples (shared/oracles/whatsapp/edna-samples.json)",
  () => {
    const samples = z
      .object({
        send: z.object({ body: z.record(z.string(), z.unknown()) }),
        status: z.unknown(),
        inboundText: z.unknown(),
        errorCodes400: z.array(z.string()),
        sendErrorExample: z.object({ title: z.string(), status: z.number() }),
      })
      .parse(existsSync(samplesFile) ? JSON.parse(readFileSync(samplesFile, "utf8")) : emptySamples());

    test("the body of a send equals the documented one", async () => {
      await send(
        { ...text("Your card is ready."), notBeforeAt: "2022-01-21T08:00:00Z" },
        "e62b4736-1278-4119-8816-3f2257eec47c",
      );
      expect(sentBody()).toEqual(samples.send.body);
      expect(simulator.complaints).toEqual([]);
    });

    test("the documented status is a delivery report with event time and price category", async () => {
      const { inboundEvents } = await open({ subjectId: 2 });
      expect(await inboundEvents?.doParse(raw({ body: JSON.stringify(samples.status) }))).toEqual([
        {
          type: "delivery-report",
          providerMessageId: "test-00135",
          status: "delivered",
          occurredAt: "2025-01-30T11:07:55Z",
          pricingCategory: "marketing",
        },
      ]);
    });

    test("the documented inbound message is a message that answers ours", async () => {
      const { inboundEvents } = await open();
      expect(await inboundEvents?.doParse(raw({ body: JSON.stringify(samples.inboundText) }))).toMatchObject([
        {
          type: "message",
          providerMessageId: "101",
          from: { kind: "phone", value: "+35700000000" },
          text: "Thank you for your help",
          inReplyTo: "2c2dd5f1-5ad8-449d-9c38-b6bdf288f1e5",
        },
      ]);
    });

    test("every documented error but the repeated id refuses the message for good, at the account's charge", async () => {
      const codes = samples.errorCodes400.map((code) => code.split(" ")[0] ?? "");
      expect(codes.length).toBeGreaterThan(10);
      for (const title of [...codes, samples.sendErrorExample.title]) {
        const { outboundMessages } = edna.open(
          fakeConnection(edna, {
            settings,
            credentials,
            clock,
            http: {
              request: () =>
                Promise.resolve({
                  status: 400,
                  headers: {},
                  body: Buffer.from(JSON.stringify({ title, status: 400 })),
                }),
            },
          }),
        ) as ProviderInstanceV1;
        const outcome = await outboundMessages?.doSend(fakeTransfer(text("Your card is ready.")));
        expect(outcome).toMatchObject(
          title === "requestId-is-not-unique"
            ? { outcome: "received", providerMessageId: "key-1" }
            : { outcome: "refused", party: "account", providerCode: title },
        );
      }
    });
  },
);

function emptySamples(): unknown {
  return {
    send: { body: {} },
    status: {},
    inboundText: {},
    errorCodes400: [],
    sendErrorExample: { title: "", status: 400 },
  };
}

describe("sending", () => {
  test.each(ednaConformance.messages.map((sample) => [sample.name, sample] as const))(
    "%s is accepted in the documented shape",
    async (_name, { message }) => {
      expect(await send(message)).toEqual({ outcome: "received", providerMessageId: "key-1" });
      expect(simulator.complaints).toEqual([]);
    },
  );

  test("a lost answer is settled by the same requestId: the repeat proves the acceptance", async () => {
    simulator.misbehave({ kind: "lose-answer" });
    await expect(send(text("Your card is ready."))).rejects.toMatchObject({
      code: "TRANSFER_FAILED",
      requestSent: true,
    });
    expect(await send(text("Your card is ready."))).toEqual({ outcome: "received", providerMessageId: "key-1" });
    expect(simulator.messages).toHaveLength(1);
  });

  test("the manifest lets no repeat leave after the 20 minutes in which edna would notice an equal message", () => {
    expect(edna.manifest.idempotency).toMatchObject({ mode: "key", ttlSeconds: 1_200 });
  });

  test("an equal message under another id within 20 minutes is accepted and cancelled by edna, afterwards not", async () => {
    await send(text("Your card is ready."), "key-1");
    nowMs += 19 * 60_000;
    await send(text("Your card is ready."), "key-2");
    nowMs += 21 * 60_000;
    await send(text("Your card is ready."), "key-3");
    expect(simulator.accepted.map(({ cancelled }) => cancelled)).toEqual([false, true, false]);
    const posted: { headers: Readonly<Record<string, string>>; body: string }[] = [];
    const people = new EdnaPeople(simulator.simulation, (headers, body) => {
      posted.push({ headers, body });
      return Promise.resolve(new Response(null, { status: 200 }));
    });
    for (const { requestId } of simulator.accepted) await people.reports(requestId);
    const { inboundEvents } = await open();
    const told = await Promise.all(posted.map(async (one) => inboundEvents?.doParse(raw(one))));
    expect(told.flat().map((event) => event?.type === "delivery-report" && event.status)).toEqual([
      "delivered",
      "undelivered",
      "delivered",
    ]);
    expect(posted[0]?.headers["x-api-key"]).toBe(credentials.webhookKey);
  });

  test.each<[string, Parameters<typeof fakeTransfer>[0], string]>([
    ["a caption", imageWith({ caption: "the door" }), "CAPTION_UNSUPPORTED"],
    ["bytes", imageWith({ media: bytes() }), "MEDIA_SOURCE_UNSUPPORTED"],
    ["a file name of 71 characters", documentNamed(`${"n".repeat(67)}.pdf`), "FILENAME_TOO_LONG"],
    ["a text of 4,097 characters", text("n".repeat(4_097)), "CONTENT_TOO_LARGE"],
    ["an answer that quotes", { ...text("yes"), replyToProviderMessageId: "1" }, "REPLY_CONTEXT_UNSUPPORTED"],
    ["a location with a name", locationWith({ name: "Office" }), "LOCATION_NAME_UNSUPPORTED"],
    [
      "a sticker",
      { recipients, content: { type: "sticker", media: link("https://a.example/b.webp") } },
      "CONTENT_UNSUPPORTED",
    ],
    ["a template by name", template("card_ready"), "TEMPLATE_NAME_NOT_A_NUMBER"],
    [
      "a link preview",
      { recipients, content: { type: "text", text: "see", previewLinks: true } },
      "LINK_PREVIEW_UNSUPPORTED",
    ],
  ])("refuses %s instead of cutting it, and nothing leaves", async (_name, message, code) => {
    expect(await send(message)).toEqual({ outcome: "refused", code, party: "account" });
    expect(simulator.requests).toEqual([]);
  });

  test("a text of 4,096 characters beyond the basic plane is carried", async () => {
    expect(await send(text("👋".repeat(2_048)))).toMatchObject({ outcome: "received" });
  });

  test("refuses a template where the channel's name is not set", async () => {
    expect(await send(template("81"), "key-1", { sender: undefined })).toMatchObject({
      code: "SENDER_SETTING_MISSING",
    });
  });

  test.each<[string, Parameters<EdnaSimulator["misbehave"]>[0], object]>([
    [
      "a revoked key pauses the channel",
      { kind: "credentials-refused" },
      { outcome: "try-again", scope: "channel", code: "CREDENTIALS_REFUSED" },
    ],
    ["an outage is tried again", { kind: "unavailable" }, { outcome: "try-again", party: "provider" }],
    [
      "a rate limit is obeyed",
      { kind: "rate-limited", retryAfterSeconds: 7 },
      { outcome: "try-again", scope: "channel", retryAfterMs: 7_000 },
    ],
  ])("%s", async (_name, behaviour, expected) => {
    simulator.misbehave(behaviour);
    expect(await send(text("Your card is ready."))).toMatchObject(expected);
  });

  test("an answer about another request is no receipt", async () => {
    const { outboundMessages } = edna.open(
      fakeConnection(edna, {
        settings,
        credentials,
        clock,
        http: {
          request: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{"requestId":"other"}') }),
        },
      }),
    ) as ProviderInstanceV1;
    expect(await outboundMessages?.doSend(fakeTransfer(text("Hello")))).toMatchObject({ outcome: "unknown" });
  });
});

describe("receiving", () => {
  test.each(ednaConformance.webhooks?.samples.map((sample) => [sample.name, sample] as const) ?? [])(
    "%s",
    async (_name, sample) => {
      const { inboundEvents } = await open();
      expect(await inboundEvents?.doParse(raw(sample))).toEqual(sample.events);
    },
  );

  test("a status that is not known fails, so that the delivery is parked and not lost", async () => {
    const { inboundEvents } = await open();
    const body = ednaStatusWebhook({ requestId: "m", status: "sent", atMs: 0, subjectId: 345 });
    const changed = { body: String(body.body).replace("SENT", "TELEPORTED") };
    expect(() => inboundEvents?.doParse(raw(changed))).toThrow(expect.objectContaining({ code: "ANSWER_INVALID" }));
  });

  test("content that has no portable form is shown as it came, with its kind", async () => {
    const { inboundEvents } = await open();
    const product = { catalogId: "194836987003835", productRetailerId: "sku-1" };
    const content = { type: "PRODUCT", text: "Is it there?", product, contacts: [{ name: "Kim" }], items: null };
    const body = ednaMessageWebhook({ id: 9, from: "35799100902", atMs: nowMs, subjectId: 345, content });
    expect(await inboundEvents?.doParse(raw(body))).toMatchObject([
      { text: "Is it there?", details: { type: "PRODUCT", product, contacts: [{ name: "Kim" }] } },
    ]);
  });

  test.each<[string, Record<string, unknown>, object]>([
    [
      "an address longer than an event has room for",
      { url: `https://files.edna.io/${"a".repeat(998)}`, name: "a.pdf" },
      {},
    ],
    [
      "a name longer than an event has room for",
      { url: "https://files.edna.io/a", name: "a".repeat(1_025) },
      { mediaId: "https://files.edna.io/a" },
    ],
    ["a size in words", { url: "https://files.edna.io/a", name: "a.pdf", size: "12 KB" }, { filename: "a.pdf" }],
  ])("a file with %s is shown all the same", async (_what, attachment, media) => {
    const { inboundEvents } = await open();
    const content = { type: "DOCUMENT", text: "STOP", attachment };
    const body = ednaMessageWebhook({ id: 9, from: "35799100902", atMs: nowMs, subjectId: 345, content });
    const [message] = (await inboundEvents?.doParse(raw(body))) ?? [];
    expect(inboundEventSchema.safeParse(message).success).toBe(true);
    expect(message).toMatchObject({ text: "STOP", media: [{ kind: "document", ...media }] });
    if (!("size" in attachment)) expect(message).toMatchObject({ details: { attachment } });
  });

  test("a time that is written in another way keeps back neither a message nor a status", async () => {
    const { inboundEvents } = await open();
    const retimed = ({ body }: { readonly body: string | Uint8Array }) => ({
      body: String(body).replaceAll('"1970-01-01T00:00:00Z"', '"1970-01-01T00:00:00.000+0000"'),
    });
    const message = ednaMessageWebhook({ id: 7, from: "35799100201", atMs: 0, subjectId: 345, content: { text: "x" } });
    const status = ednaStatusWebhook({ requestId: "m", status: "read", atMs: 0, subjectId: 345 });
    expect(await inboundEvents?.doParse(raw(retimed(message)))).toMatchObject([{ type: "message", text: "x" }]);
    expect(await inboundEvents?.doParse(raw(retimed(status)))).toMatchObject([{ status: "read" }]);
  });

  test("a message that does not say whose channel it is for fails, so that nobody gets another customer's", async () => {
    const { inboundEvents } = await open();
    const { body } = ednaMessageWebhook({
      id: 7,
      from: "35799100201",
      atMs: 0,
      subjectId: 345,
      content: { text: "x" },
    });
    const changed = { body: String(body).replace('"subjectId":345,', "") };
    expect(() => inboundEvents?.doParse(raw(changed))).toThrow(expect.objectContaining({ code: "ANSWER_INVALID" }));
  });

  test("an error text that may name the recipient is not passed on as a code", async () => {
    const { inboundEvents } = await open();
    const body = ednaStatusWebhook({
      requestId: "m",
      status: "undelivered",
      atMs: 0,
      subjectId: 345,
      error: "could not reach +35799100201",
    });
    expect(await inboundEvents?.doParse(raw(body))).toMatchObject([{ providerCode: "UNDELIVERED" }]);
  });

  test("a delivery that comes twice has one key; another status of the message has another", async () => {
    const { inboundEvents } = await open();
    const key = (status: "sent" | "read") =>
      inboundEvents?.doDeduplicationKey?.(raw(ednaStatusWebhook({ requestId: "m", status, atMs: 0, subjectId: 345 })));
    expect(key("sent")).toBe(key("sent"));
    expect(key("sent")).not.toBe(key("read"));
    const message = ednaMessageWebhook({ id: 7, from: "35799100201", atMs: 0, subjectId: 345 });
    expect(inboundEvents?.doDeduplicationKey?.(raw(message))).toBe("message:7");
  });

  test("the HEAD request that checks the address is answered with 200", async () => {
    const { inboundEvents } = await open();
    expect(await inboundEvents?.doHandshake?.({ method: "HEAD", query: {} })).toEqual({ status: 200, body: "" });
  });

  test("the field of the webhook key can be named, and left out where edna sends none", () => {
    const contract = (header: string) => createEdna({ webhookKeyHeader: header }).manifest.webhooks;
    expect(contract("x-webhook-key")?.signature).toEqual({
      scheme: "secret-header",
      secret: "webhookKey",
      header: "x-webhook-key",
    });
    expect(contract("not-sent")).toMatchObject({
      signature: { scheme: "none" },
      strength: "weak",
      secondFactor: { scheme: "secret-path" },
    });
  });
});

describe("the account", () => {
  test("the catalogue has this channel's templates with status and placeholders", async () => {
    const { templates } = await open();
    expect((await templates?.doListTemplates())?.templates).toEqual(ednaConformance.capabilities?.templates?.expected);
  });

  test("one address is registered for statuses, messages and templates, after edna's HEAD request", async () => {
    const checked: string[] = [];
    await simulator.close();
    simulator = await startEdnaSimulator({
      ...simulated,
      checkCallback: (url) => {
        checked.push(url);
        return Promise.resolve(200);
      },
    });
    const { webhookRegistration } = await open();
    const url = "https://host.example/webhooks/c/secret";
    expect(await webhookRegistration?.doRegister({ url })).toEqual({ registrationId: "subject:345" });
    expect(checked).toEqual([url]);
    expect(simulator.callbacks.get(345)).toBe(url);
  });

  test("an address edna cannot reach is not registered", async () => {
    await simulator.close();
    simulator = await startEdnaSimulator({ ...simulated, checkCallback: () => Promise.resolve(401) });
    const { webhookRegistration } = await open();
    await expect(webhookRegistration?.doRegister({ url: "https://host.example/w" })).rejects.toMatchObject({
      code: "ANSWER_REFUSED",
    });
  });

  test("a person's history is handed out, and erasure says what must be done by hand", async () => {
    await send(text("Your card is ready."));
    const { subjectRights } = await open();
    const ask = (right: "access" | "erase", address = "+10000000000") =>
      subjectRights?.doSubjectRight({ transferId: "t", right, address, providerMessageIds: [] });
    const access = await ask("access");
    expect(JSON.parse(Buffer.from(access?.data ?? []).toString())).toMatchObject([{ comment: "key-1" }]);
    expect(sentBody()).toMatchObject({ subjectId: 345 });
    expect(await ask("access", "+35799999999")).toEqual({ result: "nothing-found" });
    expect(await ask("erase")).toMatchObject({ result: "manual", instructions: expect.stringContaining("support") });
  });

  test("another customer's messages with the same person are not handed out, whatever edna answers", async () => {
    const page = {
      content: [{ messageId: 1, subjectId: 346, comment: "another's" }, { messageId: 2 }],
      hasNext: false,
    };
    const http = {
      request: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(page)) }),
    };
    const { subjectRights } = await edna.open(fakeConnection(edna, { settings, credentials, clock, http }));
    const request = { transferId: "t", right: "access", address: "+10000000000", providerMessageIds: [] } as const;
    expect(await subjectRights?.doSubjectRight(request)).toEqual({ result: "nothing-found" });
  });

  test("the file of an inbound message is fetched below the setting's address, without the key", async () => {
    const { media } = await open();
    const file = await media?.doDownload({ transferId: "t", mediaId: "https://files.edna.example/files/a.png" });
    expect(file).toEqual({ bytes: Buffer.from([1, 2, 0, 255]), contentType: "image/png" });
    expect(simulator.requests.at(-1)?.headers).not.toHaveProperty("x-api-key");
    await expect(media?.doDownload({ transferId: "t", mediaId: "https://evil.example/a.png" })).rejects.toMatchObject({
      code: "EGRESS_REFUSED",
    });
  });
});

describe("the probe", () => {
  const probe = async () => (await open()).probe?.doProbe(new AbortController().signal);

  test("finds a channel that works, and sends nothing", async () => {
    expect(await probe()).toMatchObject({ state: "operational", certainty: 1 });
    expect(simulator.messages).toEqual([]);
  });

  test.each<[string, Parameters<EdnaSimulator["misbehave"]>[0], object]>([
    [
      "a revoked key is the account's",
      { kind: "credentials-refused" },
      { state: "down", party: "account", code: "CREDENTIALS_REFUSED" },
    ],
    ["an outage is the provider's", { kind: "unavailable" }, { state: "down", party: "provider" }],
    ["a broken connection is somebody's on the way", { kind: "lose-answer" }, { state: "down", code: "PROBE_FAILED" }],
  ])("%s", async (_name, behaviour, expected) => {
    simulator.misbehave(behaviour);
    expect(await probe()).toMatchObject(expected);
  });

  test("a channel that edna switched off is the account's", async () => {
    await simulator.close();
    simulator = await startEdnaSimulator({ ...simulated, channelActive: false });
    expect(await probe()).toMatchObject({ state: "down", party: "account", code: "CHANNEL_INACTIVE" });
  });

  test("a channel that is not in the list is the account's", async () => {
    await simulator.close();
    simulator = await startEdnaSimulator({ ...simulated, subjectId: 999 });
    expect(await probe()).toMatchObject({ state: "down", party: "account", code: "CHANNEL_UNKNOWN" });
  });
});

function link(url: string) {
  return { source: "url" as const, url };
}
function bytes() {
  return { source: "bytes" as const, bytes: Uint8Array.from([1]), contentType: "image/png" };
}
function imageWith(changes: object): Parameters<typeof fakeTransfer>[0] {
  return { recipients, content: { type: "image", media: link("https://a.example/b.png"), ...changes } };
}
function documentNamed(filename: string): Parameters<typeof fakeTransfer>[0] {
  return { recipients, content: { type: "document", media: link("https://a.example/b.pdf"), filename } };
}
function locationWith(changes: object): Parameters<typeof fakeTransfer>[0] {
  return { recipients, content: { type: "location", latitude: 1, longitude: 2, ...changes } };
}
function template(name: string): Parameters<typeof fakeTransfer>[0] {
  return { recipients, content: { type: "template", name, language: "en" } };
}
