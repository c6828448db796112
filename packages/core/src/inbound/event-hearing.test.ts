import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";
import type { OutboundMessage } from "../spec/message/outbound-message.js";

const AT = "2026-11-22T10:00:00Z";
const SESSION = "session-of-a-visitor-0001";
const ann = { kind: "email", value: "ann@example.com" } as const;
const anne = { kind: "email", value: "anne@example.com" } as const;
const consent = { address: ann, purposes: ["news"], wordingHash: "a".repeat(64), givenAt: AT, source: "the form" };
const confirmation = {
  ...{ channelId: "mail", secret: "s".repeat(43), validForDays: 7, subject: "Please confirm" },
  ...{ text: "Follow {link}.", url: "https://forms.example/confirm" },
};
const submission = (changes: object = {}): InboundEventInput => ({
  ...{ type: "message", providerMessageId: "f1", from: ann, to: [], text: "hello" },
  consents: [{ ...consent, ...changes }],
});
const call = (event: string, changes: object = {}): InboundEventInput =>
  ({ type: "call", callId: "CA1", event, direction: "inbound", from: "+4930111", ...changes }) as InboundEventInput;

/** A host that nobody handles events of: a form, a switchboard and a chat in one channel, and a channel for mail. */
async function start(store: TestStore = testStore()) {
  let sink: InboundSinkV1 | undefined;
  const sent: OutboundMessage[] = [];
  const verbs: unknown[] = [];
  let held: Promise<unknown> | undefined;
  const site = scriptedProvider({
    content: { addressKinds: ["phone", "session"] },
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
    parse: ({ body }) => JSON.parse(new TextDecoder().decode(body)) as InboundEventInput[],
    manifest: {
      calls: { verbs: { answer: "full", "hang-up": "full" }, destinations: ["phone"], callOperation: "send-message" },
      site: { operation: "send-message", methods: ["POST"], headers: [], maxBodyBytes: 1_000 },
    },
    offers: {
      site: { doServe: () => ({ status: 204, headers: {}, body: "" }) },
      calls: {
        doCall: () => Promise.resolve({ outcome: "received", providerMessageId: "CA9" }),
        doControl: (request) => {
          verbs.push(...request.verbs);
          return Promise.resolve({ outcome: "received", providerMessageId: "CA1" });
        },
      },
    },
  });
  const mail = scriptedProvider({
    id: "mail",
    manifest: { channelKinds: ["email"] },
    content: { features: { email: "full" }, addressKinds: ["email"] },
    send: async ({ message }) => {
      await held;
      sent.push(structuredClone(message));
      return { outcome: "received", providerMessageId: `m${String(sent.length)}` };
    },
  });
  const center = await startHost({ store, providers: [site.provider, mail.provider] });
  if (center.channels.list("acme").length === 0) {
    await activate(center);
    await activate(center, { providerId: "mail", channelId: "mail" });
  }
  await expect.poll(() => sink).toBeDefined();
  return {
    ...{ center, store, sent, verbs },
    hold: (until: Promise<unknown>) => void (held = until),
    subjects: () => sent.map(({ content }) => (content.type === "email" ? content.subject : "")),
    post: async (key: string, ...events: InboundEventInput[]) => {
      const body = new TextEncoder().encode(JSON.stringify(events));
      await sink?.accept({ deduplicationKey: key, contentType: "application/json", body });
    },
    purposes: async (address: typeof ann | typeof anne = ann) =>
      (await center.consents.of("acme", address)).flatMap((one) => one.purposes),
    finished: async () =>
      (await store.inbound({ state: "recorded", accountId: "acme", after: 0, limit: 9 })).map((one) => one.finished),
  };
}

test("a consent stated with a message is on record where the host has no handler, and its question goes out once", async () => {
  const { center, store, sent, post, purposes } = await start();
  await post("1", submission({ confirmation }));
  await expect.poll(purposes).toEqual(["news"]);
  await expect.poll(() => sent.length).toBe(1);
  const seen: unknown[] = [];
  center.receive(({ event }) => void seen.push(event));
  await expect.poll(() => seen).toMatchObject([{ type: "message", consents: [{ purposes: ["news"] }] }]);
  expect(JSON.stringify(seen)).not.toContain(confirmation.secret);
  const next = await start(store.next());
  await next.post("2", submission({ purposes: ["offers"] }));
  await expect.poll(async () => [...(await next.purposes())].sort()).toEqual(["news", "offers"]);
  expect([sent.length, next.sent.length]).toEqual([1, 0]);
});

test("a consent that was rectified since does not come back under the old address when a handler comes", async () => {
  const { center, post, purposes, finished } = await start();
  await post("1", submission());
  await expect.poll(finished).toEqual([expect.stringMatching(/raw/)]);
  await center.rights.request({
    ...{ accountId: "acme", right: "rectify", addresses: [ann], receivedAt: AT, act },
    rectified: [{ from: ann, to: anne }],
    identity: { method: "passport", checkedBy: "desk", checkedAt: AT },
  });
  await expect.poll(() => purposes(anne)).toEqual(["news"]);
  const seen: string[] = [];
  center.receive(({ event }) => void seen.push(event.type));
  await expect.poll(() => seen).toEqual(["message"]);
  expect(await purposes(ann)).toEqual([]);
});

test("a call that comes in is answered where nobody handles events, once", async () => {
  const { center, verbs, post, finished } = await start();
  center.calls.answerWith(() => [{ verb: "answer" }]);
  await post("1", call("offered", { awaitsVerbs: true }));
  await expect.poll(() => verbs).toEqual([{ verb: "answer" }]);
  expect(center.calls.live("acme")).toMatchObject([{ direction: "inbound" }]);
  await expect.poll(finished).toEqual([expect.stringMatching(/raw/)]);
  const seen: string[] = [];
  center.receive(({ event }) => void seen.push(event.type));
  await expect.poll(() => seen).toEqual(["call"]);
  expect(verbs).toHaveLength(1);
});

test("a call is not asked about again because a handler of its event failed", async () => {
  const { center, verbs, post } = await start();
  center.calls.answerWith(() => [{ verb: "answer" }]);
  let failures = 1;
  const seen: string[] = [];
  center.receive(({ event }) => {
    if (failures-- > 0) throw new Error("not now");
    seen.push(event.type);
  });
  await post("1", call("offered", { awaitsVerbs: true }));
  await expect.poll(() => seen, { timeout: 5_000 }).toEqual(["call"]);
  expect(verbs).toHaveLength(1);
});

test("a visitor's deletion opens their request where nobody handles events, once", async () => {
  const { center, post, finished } = await start();
  await post("1", { type: "conversation", event: "erasure-requested", occurredAt: AT, subject: SESSION });
  await expect
    .poll(() => center.rights.list("acme"))
    .toMatchObject([{ right: "erase", addresses: [{ kind: "session", value: SESSION }] }]);
  await expect.poll(finished).toEqual([expect.stringMatching(/raw/)]);
  const seen: string[] = [];
  center.receive(({ event }) => void seen.push(event.type));
  await expect.poll(() => seen).toEqual(["conversation"]);
  expect(await center.rights.list("acme")).toHaveLength(1);
});

test("what an ended process recorded and did not read is heard by the next, its question behind what was sent before", async () => {
  const first = await start();
  const never = new Promise<never>(() => undefined);
  first.hold(never);
  for (const subject of ["one", "two", "three"])
    await first.center.send({
      ...{ accountId: "acme", channelId: "mail", recipients: [{ address: ann }] },
      content: { type: "email", subject, text: "words" },
    });
  first.store.fate = (group) => (group.some(({ kind }) => kind === "document-put") ? never : "commit");
  await first.post("1", submission({ confirmation }));
  await expect.poll(() => first.store.underWay).toBe(1);
  const next = await start(first.store.next());
  await expect.poll(() => next.purposes()).toEqual(["news"]);
  await expect.poll(() => next.subjects()).toEqual(["one", "two", "three", confirmation.subject]);
});
