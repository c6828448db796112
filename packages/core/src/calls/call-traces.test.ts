import { beforeEach, afterEach, expect, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { WebhookRequestV1 } from "../inbound/webhook/webhook-request.js";
import { personDataSchema } from "../rights/person-data.js";
import type { RightsOrder } from "../rights/rights-request.js";
import type { CallEvent } from "../spec/inbound/call-event.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-22T12:00:00Z"), toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const ANN = "+4930901820";
const BOB = "+4930901821";
const identity = { method: "called back", checkedBy: "desk-3", checkedAt: "2026-11-22T11:00:00Z" };
const order = (right: RightsOrder["right"], value = ANN): RightsOrder => ({
  ...{ accountId: "acme", right, addresses: [{ kind: "phone", value }], identity, receivedAt: "2026-11-22T10:00:00Z" },
  act,
});

interface Stage {
  readonly center: ContactCenter;
  readonly store: TestStore;
  /** Recordings the provider was asked to delete. */
  readonly deleted: string[];
  refuseDeletions: boolean;
  tell(...events: readonly Partial<CallEvent>[]): Promise<void>;
  call(to: string, callId: string, verbs?: Parameters<ContactCenter["calls"]["start"]>[0]["verbs"]): Promise<string>;
}

/** A host whose provider of calls keeps recordings and knows no rights. */
async function openStage(): Promise<Stage> {
  const store = testStore();
  const deleted: string[] = [];
  let callId = "";
  const { provider } = scriptedProvider({
    parse: ({ body }) => JSON.parse(new TextDecoder().decode(body)) as CallEvent[],
    offers: {
      calls: {
        doCall: () => Promise.resolve(received(callId)),
        doControl: () => Promise.resolve(received()),
        doAnswer: () => ({ contentType: "text/plain", body: "" }),
      },
      media: {
        doDownload: () => Promise.resolve({ bytes: new Uint8Array(), contentType: "audio/wav" }),
        doDelete: ({ mediaId }) => {
          if (stage.refuseDeletions) return Promise.reject(new Error("down"));
          deleted.push(mediaId);
          return Promise.resolve();
        },
      },
    },
    manifest: {
      channelKinds: ["voice"],
      calls: {
        verbs: { say: "full", gather: "full", dial: "full", "hang-up": "full" },
        destinations: ["phone"],
        ...{ callOperation: "send-message", deleteRecordingOperation: "send-message" },
      },
      webhooks: {
        ...{ signature: { scheme: "none" }, secondFactor: { scheme: "secret-path", secret: "key" }, strength: "weak" },
        ...{ acknowledgement: { body: "ok" }, tryAgainStatus: 503, neverAgainStatus: 410, retriedForSeconds: 60 },
        ...{ deduplicationKey: "the body", documentation: "https://scripted.example.com/webhooks" },
      },
    },
  });
  const secrets = { resolve: () => Promise.resolve({ current: { key: "0123456789abcdef" } }) };
  const center = await startHost({ providers: [provider], secrets, store });
  await activate(center, { secret: "s" });
  center.receive(() => undefined);
  const stage: Stage = {
    ...{ center, store, deleted, refuseDeletions: false },
    tell: async (...events) => {
      const whole = events.map((event) => ({ type: "call", callId: "CA1", direction: "outbound", ...event }));
      const body = new TextEncoder().encode(JSON.stringify(whole));
      const request: Partial<WebhookRequestV1> = {
        ...{ method: "POST", target: "/webhooks/c1/0123456789abcdef", protocol: "https" },
        header: (name) => (name === "content-type" ? "application/json" : undefined),
        readBody: () => Promise.resolve(body),
      };
      await center.answerWebhook(request as WebhookRequestV1);
      await settle();
    },
    call: async (to, id, verbs = []) => {
      callId = id;
      const begun = await center.calls.start({
        accountId: "acme",
        channelId: "c1",
        to,
        verbs,
        idempotencyKey: `k-${id}`,
      });
      if (!begun.accepted) throw new Error(begun.refusal.code);
      return begun.call.sessionId;
    },
  };
  return stage;
}

/** Everything the store has of calls. */
async function kept({ store }: Stage): Promise<string> {
  const all = [];
  for (const collection of ["calls-live", "calls-ended", "call-names", "call-keys"])
    all.push(await store.documents({ collection, limit: 100 }));
  return JSON.stringify(all);
}

const ended = (callId: string): Partial<CallEvent>[] => [
  { callId, event: "ended", cause: "completed", durationMs: 4_000 },
  { callId, event: "recording-ready", recording: { mediaId: `RE-${callId}` } },
];

test("no record of a call names anybody, live or over", async () => {
  const stage = await openStage();
  await stage.call(ANN, "CA1");
  await stage.tell({ callId: "CA9", event: "offered", direction: "inbound", from: BOB, to: "+4930901899" });
  expect(await kept(stage)).not.toMatch(/49309018/);
  await stage.tell(...ended("CA1"), { ...ended("CA9")[0], direction: "inbound", from: BOB });
  expect(await kept(stage)).not.toMatch(/49309018/);
});

test("an erasure deletes the person's recordings at the provider and their calls' records, and nobody else's", async () => {
  const stage = await openStage();
  const { center, deleted } = stage;
  const gone = [
    await stage.call(ANN, "CA1"),
    // Joined with somebody who called Bob.
    await stage.call(BOB, "CA2", [{ verb: "dial", to: ANN }]),
  ];
  const stays = await stage.call(BOB, "CA3");
  for (const id of ["CA1", "CA2", "CA3"]) await stage.tell(...ended(id));
  const inbound = { callId: "CA4", direction: "inbound", from: `sip:${ANN}@pbx.example` } as const;
  await stage.tell({ ...inbound, event: "offered" }, { ...inbound, event: "ended", cause: "completed" });
  expect((JSON.parse(await kept(stage)) as unknown[][])[1]).toHaveLength(4);
  const { requestId } = await center.rights.request(order("erase"));
  const done = await center.rights.carriedOut("acme", requestId);
  expect(deleted.sort()).toEqual(["RE-CA1", "RE-CA2"]);
  const provider = done.targets.find(({ kind }) => kind === "provider");
  // Whatever else the provider has of them somebody has to see to: this one knows no rights.
  expect(provider).toMatchObject({ state: "manual", code: "NO_WAY" });
  expect(JSON.stringify(done.targets)).toContain("3 documents deleted");
  for (const sessionId of gone)
    await expect(center.calls.get("acme", sessionId)).rejects.toMatchObject({ code: "CALL_UNKNOWN" });
  expect((await center.calls.get("acme", stays)).recordings).toHaveLength(1);
  expect(await kept(stage)).not.toMatch(/CA1|CA2|CA4/);
  await center.rights.completeTask({
    ...{ accountId: "acme", requestId, targetId: provider?.targetId ?? "", proof: "letter of today", act },
  });
  expect(await center.rights.carriedOut("acme", requestId)).toMatchObject({ state: "done", addresses: [] });
  expect(JSON.stringify(await center.rights.list("acme"))).not.toMatch(/RE-CA|49309018/);
});

test("an erasure waits for a call under way, and cuts nobody off", async () => {
  const stage = await openStage();
  const { center } = stage;
  const sessionId = await stage.call(ANN, "CA1");
  const { requestId } = await center.rights.request(order("erase"));
  await settle();
  expect((await center.rights.get("acme", requestId)).targets[0]).toMatchObject({ state: "waiting" });
  expect((await center.calls.get("acme", sessionId)).state).toBe("begun");
});

test("recordings that cannot be deleted now are tried again, and the request stays open", async () => {
  const stage = await openStage();
  stage.refuseDeletions = true;
  await stage.call(ANN, "CA1");
  await stage.tell(...ended("CA1"));
  const { requestId } = await stage.center.rights.request(order("erase"));
  await settle();
  const open = await stage.center.rights.get("acme", requestId);
  expect(open.state).toBe("open");
  expect(open.targets.find(({ kind }) => kind === "provider")).toMatchObject({
    ...{ state: "waiting", attempt: 1, recordings: [{ mediaId: "RE-CA1" }] },
  });
  // The host's own part does not wait for the provider.
  expect(await kept(stage)).not.toContain("CA1");
});

test("access shows the person's calls with their receipts, and nobody else's", async () => {
  const stage = await openStage();
  const sessionId = await stage.call(ANN, "CA1");
  await stage.call(BOB, "CA2");
  await stage.tell(...ended("CA1"));
  const { requestId } = await stage.center.rights.request(order("access"));
  await settle();
  const data = await stage.center.rights.data("acme", requestId);
  expect(personDataSchema.parse(data).calls).toEqual([
    {
      ...{ sessionId, channelId: "c1", providerId: "scripted", direction: "outbound", state: "ended" },
      ...{ beganAt: "2026-11-22T12:00:00.000Z", endedAt: "2026-11-22T12:00:00.000Z", cause: "completed" },
      ...{ durationMs: 4_000, recordings: ["RE-CA1"] },
    },
  ]);
  expect(data.transfers.map(({ messageId }) => messageId)).toEqual([sessionId]);
});
