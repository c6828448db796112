import type { ProviderInstanceV1, RawInbound, SendOutcomeInput } from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer, fixedClock } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import { type TwilioSimulator, startTwilioSimulator } from "../testing/twilio/start-twilio-simulator.js";
import { TwilioPeople } from "../testing/twilio/twilio-people.js";
import { twilioConformance } from "../testing/twilio/twilio-conformance.js";
import { twilioMessageWebhook, twilioStatusWebhook } from "../testing/twilio/twilio-webhooks.js";
import { twilio } from "./index.js";

const ACCOUNT = `AC${"0".repeat(31)}7`;
const FROM = "+14155550100";
const PERSON = "+4915112345201";
const settings = { accountSid: ACCOUNT, from: FROM, webhookUrl: "https://host.example/prefix/webhooks/c1" };
const credentials = {
  authToken: "5a1f0e2b3c4d5e6f708192a3b4c5d6e7",
  apiKey: { sid: `SK${"a1".repeat(16)}`, secret: "simulated-api-key-secret-0001" },
};
const recipients = [{ address: { kind: "phone" as const, value: PERSON } }];
const text = (value: string) => ({ recipients, content: { type: "text" as const, text: value } });
const clock = fixedClock(Date.parse("2026-11-22T10:00:00Z"));
const base = { accountSid: ACCOUNT, from: FROM, ...credentials, now: () => clock.now() };

let simulator: TwilioSimulator;
beforeEach(async () => {
  simulator = await startTwilioSimulator(base);
});
afterEach(() => simulator.close());

async function restart(changes: Partial<Parameters<typeof startTwilioSimulator>[0]>): Promise<void> {
  await simulator.close();
  simulator = await startTwilioSimulator({ ...base, ...changes });
}

async function open(): Promise<ProviderInstanceV1> {
  return twilio.open(
    fakeConnection(twilio, { settings, credentials, clock, dispatcher: redirectDispatcher(simulator.origin) }),
  );
}

async function send(
  message: Parameters<typeof fakeTransfer>[0],
  instance?: ProviderInstanceV1,
): Promise<SendOutcomeInput> {
  const { outboundMessages } = instance ?? (await open());
  if (outboundMessages === undefined) throw new Error("Twilio sends");
  return outboundMessages.doSend(fakeTransfer(message, { idempotencyKey: "msg-1" }));
}

const sentForm = (): URLSearchParams =>
  new URLSearchParams(Buffer.from(simulator.requests.at(-1)?.body ?? []).toString());

const raw = (
  { body, query }: { body: string | Uint8Array; query?: string },
  attributes: Readonly<Record<string, string>> = {},
): RawInbound => ({
  rawId: "raw-1",
  source: "webhook",
  recordedAtMs: 0,
  contentType: "application/x-www-form-urlencoded",
  body: Buffer.from(body),
  attributes: { ...(query ? { "query:ref": new URLSearchParams(query).get("ref") ?? "" } : {}), ...attributes },
});

describe("sending", () => {
  test.each(twilioConformance.messages.map((sample) => [sample.name, sample] as const))(
    "%s is accepted in the documented shape, with Twilio's time",
    async (_name, { message }) => {
      expect(await send(message)).toEqual({
        outcome: "received",
        providerMessageId: simulator.messages[0]?.id,
        receivedAt: "2026-11-22T10:00:00.000Z",
      });
      expect(simulator.complaints).toEqual([]);
    },
  );

  test("the text leaves as it is, and the status callback carries our reference", async () => {
    const body = "Zeile 1\r\nZeile 2 & + % =\u00a0👋";
    await send(text(body));
    expect([...sentForm()]).toEqual([
      ["To", `whatsapp:${PERSON}`],
      ["From", `whatsapp:${FROM}`],
      ["Body", body],
      ["StatusCallback", "https://host.example/prefix/webhooks/c1?ref=msg-1"],
    ]);
  });

  test("calls with the API key where there is one, else with the auth token", async () => {
    await send(text("Hello"));
    expect(simulator.requests.at(-1)?.headers["authorization"]).toBe(
      `Basic ${Buffer.from(`${credentials.apiKey.sid}:${credentials.apiKey.secret}`).toString("base64")}`,
    );
    const { outboundMessages } = twilio.open(
      fakeConnection(twilio, {
        settings,
        credentials: { authToken: credentials.authToken },
        dispatcher: redirectDispatcher(simulator.origin),
      }),
    ) as ProviderInstanceV1;
    expect(await outboundMessages?.doSend(fakeTransfer(text("Hello")))).toMatchObject({ outcome: "received" });
    expect(simulator.requests.at(-1)?.headers["authorization"]).toBe(
      `Basic ${Buffer.from(`${ACCOUNT}:${credentials.authToken}`).toString("base64")}`,
    );
  });

  test("a coordinate near zero is written in digits", async () => {
    await send({
      recipients,
      content: { type: "location", latitude: 0.000_000_1, longitude: -12.5, name: "Here", address: "Nowhere 1" },
    });
    expect(sentForm().get("PersistentAction")).toBe("geo:0.0000001,-12.5|Nowhere 1");
  });

  test.each<[string, Parameters<typeof fakeTransfer>[0], string]>([
    ["half a character", text("a \ud83d b"), "CONTENT_NOT_UNICODE"],
    ["a text of 1,601 characters", text("n".repeat(1_601)), "CONTENT_TOO_LARGE"],
    [
      "bytes",
      fileOf("image", { media: { source: "bytes", bytes: Uint8Array.of(1), contentType: "image/png" } }),
      "MEDIA_SOURCE_UNSUPPORTED",
    ],
    ["a document's file name", fileOf("document", { filename: "a.pdf" }), "FILENAME_UNSUPPORTED"],
    ["a document's caption", fileOf("document", { caption: "a bill" }), "CAPTION_UNSUPPORTED"],
    ["an answer that quotes", { ...text("yes"), replyToProviderMessageId: "SM1" }, "REPLY_CONTEXT_UNSUPPORTED"],
    [
      "another sender of the account",
      { ...text("hi"), sender: { kind: "phone", value: "+14155550199" } },
      "SENDER_UNSUPPORTED",
    ],
    ["a fourth button", buttonsOf(4), "TOO_MANY_BUTTONS"],
    [
      "a button that opens a page",
      buttonsOf(1, { buttons: [{ action: "url", title: "x", url: "https://a.example" }] }),
      "BUTTON_KIND_UNSUPPORTED",
    ],
    ["a footer", buttonsOf(1, { footer: "f" }), "HEADER_OR_FOOTER_UNSUPPORTED"],
    [
      "a button of 21 characters",
      buttonsOf(1, { buttons: [{ action: "reply", id: "1", title: "n".repeat(21) }] }),
      "BUTTON_TOO_LONG",
    ],
    ["an eleventh row", listOf(11), "TOO_MANY_ROWS"],
    ["a list with a heading", listOf(1, "Heading"), "SECTIONS_UNSUPPORTED"],
    [
      "a location without a name",
      { recipients, content: { type: "location", latitude: 1, longitude: 2 } },
      "LOCATION_NAME_MISSING",
    ],
    [
      "a reaction",
      { recipients, content: { type: "reaction", toProviderMessageId: "SM1", emoji: "👍" } },
      "CONTENT_UNSUPPORTED",
    ],
    [
      "a template by name",
      { recipients, content: { type: "template", name: "card_ready", language: "en" } },
      "TEMPLATE_NAME_NOT_A_CONTENT_SID",
    ],
  ])("refuses %s instead of cutting it, and nothing leaves", async (_name, message, code) => {
    expect(await send(message)).toEqual({ outcome: "refused", code, party: "account" });
    expect(simulator.requests).toEqual([]);
  });

  test("what a template is filled with stands under the placeholder's number, or its name", async () => {
    await send({
      recipients,
      content: {
        type: "template",
        name: "HX00000000000000000000000000000081",
        language: "en",
        body: [
          { type: "text", text: "Monday", name: "2" },
          { type: "text", text: "Alex", name: "1" },
          { type: "text", text: "cards/1" },
        ],
      },
    });
    expect(JSON.parse(sentForm().get("ContentVariables") ?? "")).toEqual({
      "1": "Alex",
      "2": "Monday",
      "3": "cards/1",
    });
  });

  const card = (changes: object): Parameters<typeof fakeTransfer>[0] => ({
    recipients,
    content: { type: "template", name: "HX00000000000000000000000000000081", language: "en", ...changes },
  });
  const texts = (count: number) => Array.from({ length: count }, (_, index) => ({ type: "text", text: `v${index}` }));

  test.each<[string, object, string]>([
    ["without a value that Twilio would fill with its sample", { body: texts(2) }, "TEMPLATE_PARAMETER_INVALID"],
    ["with a value too many", { body: texts(4) }, "TEMPLATE_PARAMETER_INVALID"],
    [
      "with a name that it does not have",
      { body: [...texts(2), { type: "text", text: "v", name: "day" }] },
      "TEMPLATE_PARAMETER_INVALID",
    ],
    ["in another language", { body: texts(3), language: "de" }, "TEMPLATE_LANGUAGE_UNKNOWN"],
    ["that Twilio does not have", { name: `HX${"f".repeat(32)}` }, "TEMPLATE_UNKNOWN"],
  ])("refuses a template %s, and no message leaves", async (_name, changes, code) => {
    expect(await send(card(changes))).toMatchObject({ outcome: "refused", code, party: "account" });
    expect(simulator.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  test("reads a template once, and again after ten minutes", async () => {
    let nowMs = clock.now();
    const connection = fakeConnection(twilio, {
      settings,
      credentials,
      clock: { now: () => nowMs },
      dispatcher: redirectDispatcher(simulator.origin),
    });
    const instance = await twilio.open(connection);
    const reads = () => simulator.requests.filter(({ path }) => path.startsWith("/v1/Content/HX")).length;
    for (let round = 0; round < 3; round += 1) await send(card({ body: texts(3) }), instance);
    expect(reads()).toBe(1);
    nowMs += 600_000;
    await send(card({ body: texts(3) }), instance);
    expect(reads()).toBe(2);
  });

  test("a gateway that gives up over a template says nothing of the message, which has not left", async () => {
    const http = { request: () => Promise.resolve({ status: 504, headers: {}, body: new Uint8Array() }) };
    const instance = await twilio.open(fakeConnection(twilio, { settings, credentials, clock, http }));
    expect(await send(card({ body: texts(3) }), instance)).toMatchObject({ outcome: "try-again", party: "provider" });
  });

  test("a template that cannot be read leaves the message for another attempt: it has not left", async () => {
    simulator.misbehave({ kind: "lose-answer" });
    expect(await send(card({ body: texts(3) }))).toMatchObject({ outcome: "try-again", scope: "message" });
    expect(simulator.messages).toEqual([]);
  });

  test("an unapproved template is refused with Twilio's code", async () => {
    const content = { type: "template" as const, name: "HX00000000000000000000000000000096", language: "de" };
    expect(await send({ recipients, content })).toEqual({
      outcome: "refused",
      code: "TEMPLATE_UNKNOWN",
      party: "account",
      providerCode: "63027",
    });
  });

  test.each<[string, Parameters<TwilioSimulator["misbehave"]>[0], object]>([
    [
      "a revoked key pauses the channel",
      { kind: "credentials-refused" },
      { outcome: "try-again", scope: "channel", code: "CREDENTIALS_REFUSED", party: "account" },
    ],
    ["an outage is tried again", { kind: "unavailable" }, { outcome: "try-again", party: "provider" }],
    [
      "a rate limit is obeyed",
      { kind: "rate-limited", retryAfterSeconds: 7 },
      { outcome: "try-again", scope: "channel", retryAfterMs: 7_000 },
    ],
    [
      "a number that is none is the recipient's",
      { kind: "recipient-unknown" },
      { outcome: "refused", party: "recipient", providerCode: "21211" },
    ],
  ])("%s", async (_name, behaviour, expected) => {
    simulator.misbehave(behaviour);
    expect(await send(text("Hello"))).toMatchObject(expected);
  });

  test("a lost answer is told as such: Twilio takes no key", async () => {
    simulator.misbehave({ kind: "lose-answer" });
    await expect(send(text("Hello"))).rejects.toMatchObject({ code: "TRANSFER_FAILED", requestSent: true });
    expect(twilio.manifest.idempotency.mode).toBe("callback");
  });
});

describe("buttons and lists", () => {
  const contents = () => simulator.requests.filter(({ path }) => path.startsWith("/v1/Content"));

  test("need a stored content, which is looked up and made once and carries placeholders alone", async () => {
    const instance = await open();
    await send(buttonsOf(2), instance);
    await send(buttonsOf(2), instance);
    expect(contents().map(({ method }) => method)).toEqual(["GET", "POST"]);
    expect(Buffer.from(contents()[1]?.body ?? []).toString()).not.toContain("Which one?");
    expect(JSON.parse(sentForm().get("ContentVariables") ?? "")).toEqual({
      "1": "Which one?",
      "2": "Title 1",
      "3": "id-1",
      "4": "Title 2",
      "5": "id-2",
    });
  });

  test("another process finds the stored content by its name", async () => {
    await send(buttonsOf(2));
    await send(buttonsOf(2));
    expect(contents().map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  test.each<[string, Parameters<TwilioSimulator["misbehave"]>[0], object]>([
    ["that cannot be had in an outage", { kind: "unavailable" }, { outcome: "try-again", party: "provider" }],
    ["whose making had no answer", { kind: "lose-answer" }, { outcome: "try-again", scope: "message" }],
    ["for which the key is refused", { kind: "credentials-refused" }, { outcome: "try-again", scope: "channel" }],
  ])(
    "a stored content %s leaves the message for another attempt: it has not left",
    async (_name, behaviour, expected) => {
      const instance = await open();
      simulator.misbehave(behaviour);
      expect(await send(buttonsOf(1), instance)).toMatchObject(expected);
      expect(simulator.messages).toEqual([]);
      expect(await send(buttonsOf(1), instance)).toMatchObject({ outcome: "received" });
    },
  );

  test("a stored content that somebody removed is made anew for the next attempt", async () => {
    const instance = await open();
    await send(buttonsOf(1), instance);
    simulator.removeContents();
    expect(await send(buttonsOf(1), instance)).toMatchObject({ outcome: "try-again", code: "SHAPE_REMOVED" });
    expect(await send(buttonsOf(1), instance)).toMatchObject({ outcome: "received" });
  });
});

describe("receiving", () => {
  test.each(twilioConformance.webhooks?.samples.map((sample) => [sample.name, sample] as const) ?? [])(
    "%s",
    async (_name, sample) => {
      const { inboundEvents } = await open();
      expect(await inboundEvents?.doParse(raw(sample))).toEqual(sample.events);
    },
  );

  const status = (word: string, reference?: string) =>
    twilioStatusWebhook({
      accountSid: ACCOUNT,
      messageSid: "SM1",
      status: word,
      to: `whatsapp:${PERSON}`,
      from: `whatsapp:${FROM}`,
      ...(reference === undefined ? {} : { reference }),
    });

  test("a status brings our reference back, which settles a message whose answer was lost", async () => {
    const { inboundEvents } = await open();
    expect(await inboundEvents?.doParse(raw(status("sent", "msg-1")))).toEqual([
      { type: "delivery-report", providerMessageId: "SM1", reference: "msg-1", status: "sent" },
    ]);
  });

  test("a status that is not known fails, so that the delivery is parked and not lost", async () => {
    const { inboundEvents } = await open();
    expect(() => inboundEvents?.doParse(raw(status("teleported")))).toThrow(
      expect.objectContaining({ code: "ANSWER_INVALID" }),
    );
  });

  test("each status of a message has a key of its own, and a message another", async () => {
    const { inboundEvents } = await open();
    expect(inboundEvents?.doDeduplicationKey?.(raw(status("sent")))).toBe("status:SM1:sent");
    expect(inboundEvents?.doDeduplicationKey?.(raw(status("read")))).toBe("status:SM1:read");
    const [inbound] = twilioConformance.webhooks?.samples ?? [];
    expect(inboundEvents?.doDeduplicationKey?.(raw(inbound!))).toMatch(/^message:SM/);
  });

  const OTHER = "+14155550199";
  const opened = (more: object = {}) =>
    twilio.open(
      fakeConnection(twilio, { settings: { ...settings, ...more }, credentials, clock }),
    ) as ProviderInstanceV1;
  const parse = (instance: ProviderInstanceV1, webhook: Parameters<typeof raw>[0]) =>
    instance.inboundEvents?.doParse(raw(webhook));
  const written = (to: string, fields: Readonly<Record<string, string>> = { Body: "hi" }) =>
    twilioMessageWebhook({ accountSid: ACCOUNT, messageSid: "SM1", from: PERSON, to, fields });
  const reported = (from: string, reference?: string) =>
    twilioStatusWebhook({
      ...{ accountSid: ACCOUNT, messageSid: "SM1", status: "failed", errorCode: 21_610 },
      ...{ to: `whatsapp:${PERSON}`, from: `whatsapp:${from}` },
      ...(reference === undefined ? {} : { reference }),
    });

  test("what was written to another sender of the account, or became of its message, is not this channel's", async () => {
    const instance = opened();
    expect(await parse(instance, written(OTHER))).toEqual([]);
    expect(await parse(instance, reported(OTHER))).toEqual([]);
    expect(await parse(instance, written(FROM))).toHaveLength(1);
    expect(await parse(instance, reported(FROM))).toHaveLength(2);
  });

  test("further senders that the settings name are the channel's, and so is a status of our own reference", async () => {
    expect(await parse(opened({ otherSenders: [OTHER] }), written(OTHER))).toMatchObject([{ to: [OTHER] }]);
    expect(await parse(opened({ otherSenders: [OTHER] }), reported(OTHER))).toHaveLength(2);
    // The signature covers the reference with the address: Twilio was given it with the message.
    expect(await parse(opened(), reported(OTHER, "msg-1"))).toHaveLength(2);
  });

  test("an event that does not say whose it is, is kept", async () => {
    const body = new URLSearchParams({ MessageSid: "SM1", MessageStatus: "sent" }).toString();
    expect(await parse(opened(), { body })).toHaveLength(1);
  });

  test.each([
    ["STOP", "opt-out"],
    ["START", "opt-in"],
    ["HELP", undefined],
  ])("a word that Twilio took for %s by the account's own list is told as such", async (optOutType, meaning) => {
    const [event] = (await parse(opened(), written(FROM, { Body: "Basta", OptOutType: optOutType }))) ?? [];
    expect(event).toMatchObject({ text: "Basta", details: { OptOutType: optOutType } });
    expect(event).toHaveProperty("type", "message");
    expect(event && "optOut" in event ? event.optOut : undefined).toBe(meaning);
  });

  test("a person is known by number and by business-scoped id where Twilio says both", async () => {
    const { inboundEvents } = await open();
    const fields = { Body: "hi", ExternalUserId: "whatsapp:DE.13491208655302741918" };
    const webhook = twilioMessageWebhook({
      accountSid: ACCOUNT,
      messageSid: "SM1",
      from: "+4915112345901",
      to: FROM,
      fields,
    });
    expect(await inboundEvents?.doParse(raw(webhook))).toMatchObject([
      {
        from: { kind: "phone", value: "+4915112345901" },
        alsoKnownAs: [{ kind: "handle", value: "DE.13491208655302741918" }],
      },
    ]);
  });

  test("what has no portable form is shown as it came", async () => {
    const { inboundEvents } = await open();
    const fields = {
      MessageType: "interactive",
      InteractiveData: '{"a":1}',
      FieldOfNextYear: "x",
      ReferralMediaUrl: "u",
    };
    const webhook = twilioMessageWebhook({
      accountSid: ACCOUNT,
      messageSid: "SM1",
      from: "+4915112345901",
      to: FROM,
      fields,
    });
    expect(await inboundEvents?.doParse(raw(webhook))).toMatchObject([{ type: "message", details: fields }]);
  });

  test("a person who hides their number is known by their id", async () => {
    const { inboundEvents } = await open();
    const body = new URLSearchParams({
      MessageSid: "SM1",
      From: "whatsapp:DE.1234",
      To: `whatsapp:${FROM}`,
      Body: "x",
    });
    expect(await inboundEvents?.doParse(raw({ body: body.toString() }))).toMatchObject([
      { from: { kind: "handle", value: "DE.1234" } },
    ]);
  });
});

describe("the account", () => {
  test("the catalogue comes in pages, with approval status, and leaves our own stored contents out", async () => {
    const { templates } = await open();
    await send(buttonsOf(1));
    const first = await templates?.doListTemplates();
    const second = await templates?.doListTemplates(first?.next);
    expect([...(first?.templates ?? []), ...(second?.templates ?? [])]).toEqual(
      twilioConformance.capabilities?.templates?.expected,
    );
  });

  test("the file of an inbound message is fetched over one redirection, without credentials on the second step", async () => {
    const bytes = Uint8Array.of(1, 2, 0, 255);
    await restart({ media: { ME1: { bytes, contentType: "image/jpeg" } } });
    const { media } = await open();
    const mediaId = `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM1/Media/ME1`;
    expect(await media?.doDownload({ transferId: "t", mediaId })).toEqual({
      bytes: Buffer.from(bytes),
      contentType: "image/jpeg",
    });
    expect(simulator.complaints).toEqual([]);
    await expect(media?.doDownload({ transferId: "t", mediaId: "https://evil.example/ME1" })).rejects.toMatchObject({
      code: "EGRESS_REFUSED",
    });
    await expect(media?.doDelete?.({ transferId: "t", mediaId })).resolves.toBeUndefined();
  });

  test.each([
    ["the messages of the account", `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages`],
    ["a number of the account", `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers/PN1`],
    ["a file of another account", "https://api.twilio.com/2010-04-01/Accounts/AC2/Messages/MM1/Media/ME1"],
    ["the same with a query", `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM1/Media/ME1?x=`],
    ["the store of files", `https://mms.twiliocdn.com/2010-04-01/Accounts/${ACCOUNT}/Messages/MM1/Media/ME1`],
  ])("%s is no file of a message: nothing is asked for under its address", async (_what, mediaId) => {
    const { media } = await open();
    const asked = simulator.requests.length;
    const refused = { code: "EGRESS_REFUSED", reason: "url-invalid" };
    await expect(media?.doDownload({ transferId: "t", mediaId })).rejects.toMatchObject(refused);
    await expect(media?.doDelete?.({ transferId: "t", mediaId })).rejects.toMatchObject(refused);
    expect(simulator.requests).toHaveLength(asked);
  });

  const ask = async (right: "access" | "erase" | "restrict", address = PERSON) =>
    (await open()).subjectRights?.doSubjectRight({ transferId: "t", right, address, providerMessageIds: [] });

  test("restriction takes the text out and keeps the record; erasure deletes; both for this person alone", async () => {
    await send(text("a secret"));
    await send({ ...text("another's"), recipients: [{ address: { kind: "phone", value: "+4915112345999" } }] });
    expect(Buffer.from((await ask("access"))?.data ?? []).toString()).toContain("a secret");
    expect(await ask("restrict")).toEqual({ result: "done", proof: "1 messages" });
    expect(simulator.taken.map(({ body }) => body)).toEqual(["", "another's"]);
    expect(await ask("erase")).toEqual({ result: "done", proof: "1 messages" });
    expect(simulator.taken.map(({ body }) => body)).toEqual(["another's"]);
    expect(await ask("access")).toEqual({ result: "nothing-found" });
  });

  test("messages of another sender of the account are neither shown nor touched: they may be another customer's", async () => {
    await send(text("ours"));
    const record = simulator.taken[0]!;
    simulator.simulation.messages.push({
      ...record,
      sid: `SM${"9".repeat(32)}`,
      from: "whatsapp:+14155550199",
      body: "another's",
    });
    expect(Buffer.from((await ask("access"))?.data ?? []).toString()).not.toContain("another's");
    expect(await ask("erase")).toEqual({ result: "done", proof: "1 messages" });
    expect(simulator.taken.map(({ body }) => body)).toEqual(["another's"]);
  });

  test("further senders that the settings name are written from, and a person's messages with them are theirs", async () => {
    const other = "+14155550199";
    await restart({ otherSenders: [other] });
    const instance = await twilio.open(
      fakeConnection(twilio, {
        ...{ settings: { ...settings, otherSenders: [other] }, credentials, clock },
        dispatcher: redirectDispatcher(simulator.origin),
      }),
    );
    await send({ ...text("from the other"), sender: { kind: "phone", value: other } }, instance);
    await send(text("from the first"), instance);
    const { subjectRights } = instance;
    const erased = { transferId: "t", right: "erase", address: PERSON, providerMessageIds: [] } as const;
    expect(await subjectRights?.doSubjectRight(erased)).toEqual({ result: "done", proof: "2 messages" });
    expect(simulator.taken).toEqual([]);
  });

  test("typing is shown for a message of the person", async () => {
    const { conversationSignals } = await open();
    const providerMessageId = `SM${"0".repeat(32)}`;
    await conversationSignals?.doSignal({ signal: "typing", providerMessageId });
    expect(conversationSignals?.signals).toEqual(["typing"]);
    expect(simulator.typing).toEqual([providerMessageId]);
  });
});

describe("the sender's webhook", () => {
  const url = "https://host.example/webhooks/c1";

  test("is registered for messages and statuses, at the sender of the channel's number and no other", async () => {
    const { webhookRegistration } = await open();
    const { registrationId } = (await webhookRegistration?.doRegister({ url })) ?? {};
    expect(registrationId).toBe(`XE${"2".padStart(32, "0")}`);
    const { senders } = simulator.simulation;
    const methods = { callback_method: "POST", status_callback_method: "POST" };
    expect(senders.webhookOf(FROM)).toEqual({ callback_url: url, status_callback_url: url, ...methods });
    expect([senders.webhookOf("+14155550199"), simulator.complaints]).toEqual([null, []]);
  });

  test("of a number that the account does not have is not registered at another", async () => {
    await restart({ from: "+14155550111" });
    const { webhookRegistration } = await open();
    await expect(webhookRegistration?.doRegister({ url })).rejects.toMatchObject({ code: "ANSWER_INVALID" });
    expect(simulator.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  test("is told apart from one that Twilio did not take", async () => {
    const { webhookRegistration } = await open();
    await expect(webhookRegistration?.doRegister({ url: "http://host.example/w" })).rejects.toMatchObject({
      code: "ANSWER_REFUSED",
    });
  });
});

describe("the probe", () => {
  const probe = async () => (await open()).probe?.doProbe(new AbortController().signal);

  test("finds an account that works, and sends nothing", async () => {
    expect(await probe()).toMatchObject({ state: "operational", certainty: 1 });
    expect(simulator.messages).toEqual([]);
  });

  test.each<[string, Parameters<TwilioSimulator["misbehave"]>[0], object]>([
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

  test("a suspended account is the account's", async () => {
    await restart({ accountStatus: "suspended" });
    expect(await probe()).toMatchObject({ state: "down", party: "account", code: "ACCOUNT_INACTIVE" });
  });
});

describe("the simulator", () => {
  test("posts a signed failure with 63016 for free content outside the window, none for a template", async () => {
    const posted: { url: string; body: URLSearchParams; signature: string | undefined }[] = [];
    await restart({ isWindowOpen: () => false });
    const people = new TwilioPeople(simulator.simulation, settings.webhookUrl, ({ url, body, headers }) => {
      posted.push({ url, body: new URLSearchParams(body), signature: headers["x-twilio-signature"] });
      return Promise.resolve(new Response(null, { status: 200 }));
    });
    await send(text("Hello"));
    const values = ["Alex", "Monday", "cards/1"].map((value) => ({ type: "text" as const, text: value }));
    const content = {
      type: "template" as const,
      name: "HX00000000000000000000000000000081",
      language: "en",
      body: values,
    };
    await send({ recipients, content });
    for (const { id } of simulator.messages) await people.reports(id);
    expect(posted.map(({ body }) => [body.get("MessageStatus"), body.get("ErrorCode")])).toEqual([
      ["failed", "63016"],
      ["delivered", null],
    ]);
    expect(posted[0]?.url).toBe("https://host.example/prefix/webhooks/c1?ref=msg-1");
    expect(posted[0]?.signature).toMatch(/^[A-Za-z0-9+/]{27}=$/);
  });
});

function fileOf(type: "image" | "document", changes: object): Parameters<typeof fakeTransfer>[0] {
  return { recipients, content: { type, media: { source: "url", url: "https://a.example/b" }, ...changes } };
}
function buttonsOf(count: number, changes: object = {}): Parameters<typeof fakeTransfer>[0] {
  const buttons = Array.from({ length: count }, (_, index) => ({
    action: "reply" as const,
    id: `id-${index + 1}`,
    title: `Title ${index + 1}`,
  }));
  return { recipients, content: { type: "buttons", text: "Which one?", buttons, ...changes } };
}
function listOf(rows: number, title?: string): Parameters<typeof fakeTransfer>[0] {
  const section = {
    ...(title === undefined ? {} : { title }),
    rows: Array.from({ length: rows }, (_, index) => ({ id: `id-${index}`, title: `Row ${index}` })),
  };
  return { recipients, content: { type: "list", text: "Which one?", button: "Choose", sections: [section] } };
}
