import { expect, onTestFinished, test, vi } from "vitest";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, idOf, startHost } from "../__fixtures__/start-host.js";
import { testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { InboundSinkV1 } from "../spec/capabilities/mailbox-sync.js";
import type { InboundEventInput } from "../spec/inbound/inbound-event.js";

const ann = { kind: "email", value: "Ann@Example.org" } as const;
const ben = { kind: "email", value: "ben@bücher.example" } as const;
const never = new Promise<never>(() => undefined);
const report = (changes: object): InboundEventInput => ({
  type: "delivery-report",
  providerMessageId: "p1",
  status: "complained",
  ...changes,
});

/** A host whose mail provider reports what a test hands in, and answers when `answer` does. */
async function start(store: TestStore, answer: Promise<unknown>) {
  let sink: InboundSinkV1 | undefined;
  const { provider } = scriptedProvider({
    manifest: { channelKinds: ["email"] },
    content: { features: { email: "full" }, addressKinds: ["email"], maxRecipients: 9 },
    parse: ({ body }) => JSON.parse(new TextDecoder().decode(body)) as InboundEventInput[],
    send: async () => {
      await answer;
      return received("p1");
    },
    sync: (given, signal) => {
      sink = given;
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  });
  const center = await startHost({ store, providers: [provider] });
  if (center.channels.list("acme").length === 0) await activate(center);
  center.receive(() => undefined);
  await expect.poll(() => sink).toBeDefined();
  return {
    center,
    post: async (...events: InboundEventInput[]) => {
      const body = new TextEncoder().encode(JSON.stringify(events));
      await sink?.accept({ deduplicationKey: JSON.stringify(events), contentType: "application/json", body });
      await expect.poll(() => store.inbound({ state: "recorded", after: 0, limit: 1 })).toEqual([]);
    },
    send: async () =>
      idOf(
        await center.send({
          ...{ accountId: "acme", channelId: "c1", recipients: [{ address: ann }, { address: ben }] },
          content: { type: "email", subject: "news", text: "words" },
        }),
      ),
    reasons: async () => {
      const lists = [ann, ben].map((one) => center.suppressions.of("acme", one));
      return (await Promise.all(lists)).map((list) => list.map(({ reason }) => reason));
    },
  };
}

test.each<[string, string, readonly (readonly string[])[]]>([
  ["the one it names", "ann@example.ORG", [["complaint"], []]],
  ["the one it names in another spelling", "ben@xn--bcher-kva.example", [[], ["complaint"]]],
  ["nobody, where it names somebody else", "eve@example.org", [[], []]],
])(
  "a complaint that came before the answer, of one of several recipients, stops after a restart %s",
  async (...row) => {
    const [, recipient, expected] = row;
    const store = testStore();
    const first = await start(store, never);
    const messageId = await first.send();
    await first.post(report({ recipient }));
    expect(JSON.stringify(await store.documents({ collection: "early-reports", limit: 9 }))).not.toMatch(/example/i);
    const next = await start(store.next(), Promise.resolve());
    await next.center.messages.settled("acme", messageId);
    await expect.poll(() => store.documents({ collection: "early-reports", limit: 9 })).toEqual([]);
    expect(await next.reasons()).toEqual(expected);
  },
);

test("what is reported of several recipients before the answer counts for each after a restart", async () => {
  const store = testStore();
  const first = await start(store, never);
  await first.send();
  await first.post(report({ recipient: ann.value }), report({ recipient: ben.value }));
  const next = await start(store.next(), Promise.resolve());
  await expect.poll(() => next.reasons()).toEqual([["complaint"], ["complaint"]]);
});

test("a report that is the first to come after the restart, before the answer, counts for the recipient it names", async () => {
  const store = testStore();
  await (await start(store, never)).send();
  let answer = (): void => undefined;
  const next = await start(store.next(), new Promise<void>((resolve) => (answer = resolve)));
  await next.post(report({ recipient: ben.value }));
  expect(await next.reasons()).toEqual([[], []]);
  answer();
  await expect.poll(() => next.reasons()).toEqual([[], ["complaint"]]);
});

test("one of a message that nobody has, as after an erasure, is forgotten while the host runs, not with its next start", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-01T12:00:00Z"), toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const store = testStore();
  const { post } = await start(store, never);
  await post(report({ providerMessageId: "erased", status: "read" }));
  vi.setSystemTime("2026-11-08T12:00:00Z");
  await post(report({ providerMessageId: "p7", status: "read" }));
  expect(await store.documents({ collection: "early-reports", limit: 9 })).toHaveLength(2);
  vi.setSystemTime("2026-11-10T12:00:00Z");
  await post(report({ providerMessageId: "p8", status: "read" }));
  const kept = async () => (await store.documents({ collection: "early-reports", limit: 9 })).map(({ value }) => value);
  await expect.poll(async () => JSON.stringify(await kept())).not.toContain("erased");
  expect(await kept()).toHaveLength(2);
});
