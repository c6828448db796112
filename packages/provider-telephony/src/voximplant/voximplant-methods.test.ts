import { generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpClientV1, ProviderInstanceV1, SendOutcomeInput } from "@plugboard/core/spec";
import { fakeConnection, fakeTransfer, fixedClock } from "@plugboard/provider-testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { redirectDispatcher } from "../__fixtures__/redirect-dispatcher.js";
import {
  startVoximplantSimulator,
  type VoximplantSimulator,
} from "../testing/voximplant/start-voximplant-simulator.js";
import { signToken } from "./sign-token.js";
import { voximplant } from "./voximplant.js";

const oracles = process.env["PLUGBOARD_ORACLES"] ?? join(import.meta.dirname, "../../../../../shared/oracles");
const file = join(oracles, "specs/voximplant/methods.json");
const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2_048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const serviceAccount = { keyId: "11111111-aaaa", privateKey };
const secrets = { apiKey: "simulated-api-key-000000000001", callbackSalt: "simulated-salt-0001" };
const credentials = { serviceAccount, accountId: "5550001", ...secrets, webhookSecret: "simulated-webhook-secret" };
const PERSON = "+4915112345201";
const settings = { accountId: "5550001", ruleId: "42", from: "+14155550100", serverLocation: "de", countries: ["DE"] };
const clock = fixedClock(Date.parse("2026-11-22T10:00:00Z"));

let simulator: VoximplantSimulator;
let seen: { method: string; fields: [string, string][] }[];
let instance: ProviderInstanceV1;
beforeEach(async () => {
  simulator = await startVoximplantSimulator({ ...credentials, from: settings.from, now: () => clock.now() });
  const connection = fakeConnection(voximplant, {
    ...{ settings, credentials, clock, dispatcher: redirectDispatcher(simulator.origin) },
  });
  seen = [];
  const http: HttpClientV1 = {
    request: (request) => {
      const method = /^\/platform_api\/(\w+)$/.exec(request.path ?? "")?.[1] ?? "";
      seen.push({ method, fields: [...new URLSearchParams(String(request.body ?? ""))] });
      return connection.http.request(request);
    },
  };
  instance = await voximplant.open({ ...connection, http });
});
afterEach(() => simulator.close());

const place = (to = PERSON): Promise<SendOutcomeInput> | undefined =>
  instance.calls?.doCall({
    ...{ transferId: "t", idempotencyKey: "call_0000000000000000001", to, verbs: [], ringTimeoutMs: 20_000 },
    detectMachine: false,
  });

describe("of one account's numbers", () => {
  const FURTHER = "+14155550177";
  const OTHERS = "+14155550199";
  const open = (changes: object) =>
    voximplant.open(
      fakeConnection(voximplant, {
        ...{ settings: { ...settings, ...changes }, credentials, clock },
        dispatcher: redirectDispatcher(simulator.origin),
      }),
    );
  const from = (value: string) => ({
    recipients: [{ address: { kind: "phone" as const, value: PERSON } }],
    sender: { kind: "phone" as const, value },
    content: { type: "text" as const, text: "a" },
  });
  const refused = { outcome: "refused", code: "SENDER_UNSUPPORTED", party: "account" };

  test("messages and calls leave from the channel's own alone (R22)", async () => {
    const { outboundMessages, calls } = await open({ otherSenders: [FURTHER] });
    const call = { ...{ transferId: "t", idempotencyKey: "call_1", to: PERSON, verbs: [] }, ringTimeoutMs: 20_000 };
    expect(await outboundMessages?.doSend(fakeTransfer(from(OTHERS)))).toEqual(refused);
    expect(await calls?.doCall({ ...call, detectMachine: false, callerId: OTHERS })).toEqual(refused);
    expect([simulator.simulation.messages, simulator.simulation.sessions]).toEqual([[], []]);
    expect(await calls?.doCall({ ...call, detectMachine: false, callerId: FURTHER })).toMatchObject({
      outcome: "received",
    });
  });

  test.each<[string | undefined, string]>([
    [undefined, "dial"],
    [settings.from, "dial"],
    [FURTHER, "dial"],
    [OTHERS, "hang-up"],
  ])("a colleague called under %s: %s (R22)", async (callerId, verb) => {
    const { calls } = await open({ otherSenders: [FURTHER] });
    const dial = { verb: "dial" as const, to: PERSON, timeoutMs: 30_000, ...(callerId ? { callerId } : {}) };
    const answer = await calls?.doAnswer?.({ callId: "1", reference: "call_1", step: 2, verbs: [dial] });
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ step: 2, verbs: [{ verb }] });
  });

  test("a call to another number is left; one of ours, and one to a SIP address, are not", async () => {
    const { inboundEvents } = await open({ otherSenders: [FURTHER] });
    const called = (to: string, id: number, direction = "inbound") => ({
      ...{ callback_id: id, account_id: 5550001, type: "plugboard_call", hash: "0" },
      plugboard_call: { callId: String(id), event: "offered", direction, from: PERSON, to },
    });
    const callbacks = [
      ...[settings.from, FURTHER, OTHERS, "sip:desk@acme.example"].map((to, id) => called(to, id + 1)),
      called(OTHERS, 9, "outbound"),
    ];
    const raw = { rawId: "r", source: "webhook", recordedAtMs: 0, attributes: {} } as const;
    const body = new TextEncoder().encode(JSON.stringify({ callbacks }));
    const events = await inboundEvents?.doParse({ ...raw, contentType: "application/json", body });
    expect(events?.map((one) => one.type === "call" && one.to)).toEqual([
      ...[settings.from, FURTHER, "sip:desk@acme.example", OTHERS],
    ]);
  });

  test("what is written to another is left, which the one address for all of them brings here", async () => {
    const { inboundEvents } = await open({ otherSenders: [FURTHER] });
    const written = (to: string, id: number) => ({
      ...{ callback_id: id, account_id: 5550001, type: "sms_inbound", hash: "0" },
      sms_inbound: { source_number: "4915112345201", destination_number: to.slice(1), sms_body: to },
    });
    const body = JSON.stringify({ callbacks: [settings.from, FURTHER, OTHERS].map((to, id) => written(to, id + 1)) });
    const raw = {
      ...{ rawId: "r", source: "webhook", recordedAtMs: 0, attributes: {} },
      contentType: "application/json",
    };
    const events = await inboundEvents?.doParse({ ...raw, source: "webhook", body: new TextEncoder().encode(body) });
    expect(events).toMatchObject([{ text: settings.from }, { text: FURTHER }]);
    expect(events).toHaveLength(2);
  });
});

test("who answers is found out by the account's model, and a call that asks for it without one is not begun", async () => {
  const asking = { ...{ transferId: "t", idempotencyKey: "call_1", to: PERSON, verbs: [] }, ringTimeoutMs: 20_000 };
  expect(await instance.calls?.doCall({ ...asking, detectMachine: true })).toEqual({
    ...{ outcome: "refused", code: "MACHINE_DETECTION_NOT_SET_UP", party: "account" },
  });
  expect(simulator.simulation.sessions).toEqual([]);
  const connection = fakeConnection(voximplant, {
    ...{ settings: { ...settings, machineModel: "EU_GENERAL" }, credentials, clock },
    dispatcher: redirectDispatcher(simulator.origin),
  });
  const { calls } = await voximplant.open(connection);
  expect(await calls?.doCall({ ...asking, detectMachine: true })).toMatchObject({ outcome: "received" });
  expect(await calls?.doCall({ ...asking, detectMachine: false })).toMatchObject({ outcome: "received" });
  const models = simulator.simulation.sessions.map(({ customData }) => /"m":"(\w+)"/.exec(customData)?.[1]);
  expect(models).toEqual(["EU_GENERAL", undefined]);
});

test("a call is begun with who is called and our reference, within 200 bytes, and nothing of what is said", async () => {
  expect(await place()).toMatchObject({ outcome: "received", providerMessageId: "1000001" });
  const data = JSON.parse(simulator.simulation.sessions[0]?.customData ?? "") as unknown;
  expect(data).toEqual({ r: "call_0000000000000000001", t: PERSON, f: settings.from, s: 20 });
  expect(await place(`sip:${"a".repeat(180)}@pbx.example`)).toMatchObject({
    outcome: "refused",
    code: "ADDRESS_TOO_LONG",
  });
});

test("sessions that ended are found in the history; the others go on", async () => {
  await place();
  await place();
  const [first] = simulator.simulation.sessions;
  if (first !== undefined) first.duration = 12;
  expect(await instance.calls?.doResume?.({ transferId: "t", callIds: ["1000001", "1000002"] })).toEqual([
    { type: "call", callId: "1000001", event: "ended", direction: "outbound", cause: "completed", durationMs: 12_000 },
    { type: "call", callId: "1000002", event: "offered", direction: "outbound" },
  ]);
});

test("a token is signed by the service account, for 64 seconds", () => {
  const [head = "", body = "", signature = ""] = signToken("5550001", serviceAccount, clock.now()).split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  expect(read(head)).toEqual({ typ: "JWT", alg: "RS256", kid: serviceAccount.keyId });
  const iat = clock.now() / 1_000;
  expect(read(body)).toEqual({ iss: 5_550_001, iat, exp: iat + 64 });
  expect(verify("RSA-SHA256", Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, "base64url"))).toBe(
    true,
  );
});

describe("a person's rights, where other customers of the account know the person too (R22)", () => {
  const OTHER = "4930901820";
  const right = (name: "access" | "erase") =>
    instance.subjectRights?.doSubjectRight({ transferId: "t", right: name, address: PERSON, providerMessageIds: [] });

  beforeEach(async () => {
    await place();
    const [session] = simulator.simulation.sessions;
    if (session === undefined) throw new Error("no session");
    session.duration = 3;
    session.records.push({ record_id: 1, record_url: "https://storage.voximplant.com/r1" });
    simulator.simulation.sessions.push({
      ...{ id: 2_000_001, customData: JSON.stringify({ t: PERSON, f: `+${OTHER}` }), duration: 9 },
      records: [{ record_id: 2, record_url: "https://storage.voximplant.com/r2" }],
    });
    const person = PERSON.slice(1);
    const own = settings.from.slice(1);
    simulator.simulation.messages.push(
      { id: 11, source: own, destination: person, text: "ours, sent" },
      { id: 12, source: person, destination: own, text: "ours, received" },
      { id: 13, source: OTHER, destination: person, text: "theirs, sent" },
      { id: 14, source: person, destination: OTHER, text: "theirs, received" },
    );
  });

  test("access has what passed between the person and this channel's number, and nothing of the others", async () => {
    const answer = await right("access");
    const text = answer?.result === "done" ? Buffer.from(answer.data ?? []).toString("utf8") : "";
    expect(text).toContain("ours, sent");
    expect(text).toContain("ours, received");
    expect(text).toContain("r1");
    expect(text).not.toMatch(/theirs|r2/);
  });

  test("erasure deletes this channel's recordings, and none of the others", async () => {
    await right("erase");
    const deleted = seen.filter(({ method }) => method === "DeleteRecord");
    expect(deleted.map(({ fields }) => fields)).toEqual([[["record_id", "1"]]]);
  });

  test("a recording that is gone already is erased: asked again, the answer is the same", async () => {
    const first = await right("erase");
    expect(first?.result).toBe("manual");
    expect(await right("erase")).toEqual(first);
    const mediaId = "https://storage.voximplant.com/r9";
    for (const transferId of ["t1", "t2"]) await instance.media?.doDelete?.({ transferId, mediaId });
  });
});

describe.skipIf(!existsSync(file))("Voximplant's own table of methods (shared/oracles/specs/voximplant)", () => {
  const methodSchema = z.record(
    z.string(),
    z.object({ params: z.array(z.object({ raw: z.string(), type: z.string(), required: z.boolean() })) }),
  );
  const isOfType: Readonly<Record<string, (value: string) => boolean>> = {
    number: (value) => /^-?\d+(?:\.\d+)?$/.test(value),
    string: () => true,
    boolean: (value) => value === "true" || value === "false",
    timestamp: (value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value),
    intlist: (value) => /^\d+(?:;\d+)*$/.test(value),
    stringlist: (value) => value !== "",
  };

  test("every request names a method, its parameters by their names and types, and all that are required", async () => {
    const methods = methodSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    await instance.outboundMessages?.doSend(
      fakeTransfer({
        recipients: [{ address: { kind: "phone", value: PERSON } }],
        content: { type: "text", text: "Hallo" },
      }),
    );
    await place();
    const [session] = simulator.simulation.sessions;
    if (session === undefined) throw new Error("no session");
    session.duration = 3;
    session.records.push({ record_id: 9, record_url: "https://storage.voximplant.com/r9" });
    await instance.calls?.doResume?.({ transferId: "t", callIds: [String(session.id)] });
    for (const right of ["access", "erase"] as const)
      await instance.subjectRights?.doSubjectRight({
        ...{ transferId: "t", right, address: PERSON, providerMessageIds: [] },
      });
    await instance.media?.doDelete?.({ transferId: "t", mediaId: "https://storage.voximplant.com/r9" });
    await instance.probe?.doProbe(new AbortController().signal);
    const problems = seen.flatMap(({ method, fields }) => {
      const params = methods[method]?.params;
      if (params === undefined) return [`no method ${method}`];
      const missing = params.filter(({ raw, required }) => required && !fields.some(([name]) => name === raw));
      const wrong = fields.filter(([name, value]) => {
        const type = params.find(({ raw }) => raw === name)?.type;
        return type === undefined || isOfType[type]?.(value) !== true;
      });
      return [...missing.map(({ raw }) => `${method}: ${raw} missing`), ...wrong.map(([name]) => `${method}: ${name}`)];
    });
    expect(problems).toEqual([]);
    expect(new Set(seen.map(({ method }) => method))).toEqual(
      new Set([
        ...["SendSmsMessage", "StartScenarios", "GetCallHistory", "GetSmsHistory", "DeleteRecord", "GetAccountInfo"],
      ]),
    );
    expect(simulator.complaints).toEqual([]);
  });
});

test("a text with half a character, which a form would change, is refused", async () => {
  const recipients = [{ address: { kind: "phone" as const, value: PERSON } }];
  const message = fakeTransfer({ recipients, content: { type: "text", text: "a \ud83d b" } });
  expect(await instance.outboundMessages?.doSend(message)).toMatchObject({ code: "CONTENT_NOT_UNICODE" });
  expect(seen).toEqual([]);
});
