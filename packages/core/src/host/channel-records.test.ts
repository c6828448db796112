import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { activate, startHost } from "../__fixtures__/start-host.js";
import { memoryStore } from "../ports/memory/index.js";
import type { RecordsV1 } from "../spec/connection/records.js";

/** The records of channels `c1` and `c2`, whose ids are alike, and everything handled. */
async function openRecords(store = memoryStore()) {
  const records = new Map<string, RecordsV1>();
  const { provider } = scriptedProvider({
    offers: { probe: { doProbe: () => Promise.resolve({ state: "operational", certainty: 1 }) } },
    opening: (connection) => void records.set(connection.channelId, connection.records),
    parse: (raw) => [
      {
        type: "message",
        providerMessageId: raw.rawId,
        from: { kind: "session", value: "s" },
        to: [],
        text: Buffer.from(raw.body).toString(),
      },
    ],
  });
  const center = await startHost({ providers: [provider], store });
  const handled: unknown[] = [];
  center.receive(({ event }) => void handled.push("text" in event ? event.text : undefined));
  const of = async (channelId: string): Promise<RecordsV1> => {
    await activate(center, { channelId });
    await center.channels.probe("acme", channelId);
    const found = records.get(channelId);
    if (found === undefined) throw new Error("the channel did not open");
    return found;
  };
  return { center, of, handled };
}

const put = (id: string, value: string) => ({ kind: "put" as const, id, value });

test("keeps texts as they are, lists them by id below a prefix, and page by page", async () => {
  const records = await (await openRecords()).of("c1");
  const odd = 'line\u2028 "quoted" \ud83d\ude00\u0000';
  await records.commit([put("a/2", odd), put("a/1", "one"), put("a", "itself"), put("b/1", "other"), put("a/10", "x")]);
  expect(await records.read("a/2")).toBe(odd);
  expect((await records.list({ prefix: "a/", limit: 10 })).map(({ id }) => id)).toEqual(["a/1", "a/10", "a/2"]);
  expect((await records.list({ prefix: "a", limit: 10 })).map(({ id }) => id)).toEqual(["a", "a/1", "a/10", "a/2"]);
  expect((await records.list({ prefix: "a/", after: "a/1", limit: 1 })).map(({ id }) => id)).toEqual(["a/10"]);
});

test.each([0, -1, Number.NaN])("a list of at most %d has nothing, and the store is not asked", async (limit) => {
  const store = memoryStore();
  const records = await (await openRecords(store)).of("c1");
  await records.commit([put("a", "itself")]);
  store.documents = () => Promise.reject(new Error("asked"));
  expect(await records.list({ prefix: "", limit })).toEqual([]);
});

test("a list is whole and in order however long it is, and what lies behind it is not read", async () => {
  const store = memoryStore();
  const records = await (await openRecords(store)).of("c1");
  const ids = Array.from({ length: 200 }, (_, index) => `a/${String(index).padStart(3, "0")}`);
  await records.commit([...ids, ...ids.map((id) => id.replace("a", "b"))].map((id) => put(id, id)));
  for (const limit of [1, 8, 9, 71, 72, 73, 199, 200, 500])
    expect((await records.list({ prefix: "a/", limit })).map(({ id }) => id)).toEqual(ids.slice(0, limit));
  expect((await records.list({ prefix: "a/", after: "a/100", limit: 500 })).map(({ id }) => id)).toEqual(
    ids.slice(101),
  );
  const asked: number[] = [];
  const documents = store.documents.bind(store);
  store.documents = (query) => {
    asked.push(query.limit);
    return documents(query);
  };
  expect(await records.list({ prefix: "a/199", limit: 500 })).toHaveLength(1);
  expect(asked).toEqual([8]);
});

test("one channel's records are nobody else's", async () => {
  const { of } = await openRecords();
  const [one, two] = [await of("c1"), await of("c10")];
  await one.commit([put("x", "of c1")]);
  expect([await two.read("x"), await two.read("../c1/x"), await two.list({ prefix: "", limit: 10 })]).toEqual([
    undefined,
    undefined,
    [],
  ]);
  await two.commit([{ kind: "delete", id: "x" }]);
  expect(await one.read("x")).toBe("of c1");
});

test("a delivery is handled once, in the same commit as the changes", async () => {
  const { of, handled } = await openRecords();
  const records = await of("c1");
  const delivery = { deduplicationKey: "d1", contentType: "text/plain", body: Buffer.from("hello") };
  expect(await records.commit([put("x", "1")], delivery)).toEqual({ duplicate: false });
  expect(await records.commit([put("x", "2")], delivery)).toEqual({ duplicate: true });
  expect(await records.read("x")).toBe("2");
  await expect.poll(() => handled).toEqual(["hello"]);
});

test("a group that the store does not take keeps neither the change nor the delivery", async () => {
  const store = memoryStore();
  const { of } = await openRecords(store);
  const records = await of("c1");
  const commit = store.commit.bind(store);
  store.commit = () => Promise.reject(new Error("full"));
  const delivery = { deduplicationKey: "d1", contentType: "text/plain", body: Buffer.from("hello") };
  await expect(records.commit([put("x", "1")], delivery)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  store.commit = commit;
  await expect.poll(() => records.commit([], delivery).catch(() => "not yet")).toEqual({ duplicate: false });
  expect(await records.read("x")).toBeUndefined();
});

test("nonsense of a plugin is refused before it reaches the group", async () => {
  const records = await (await openRecords()).of("c1");
  const nonsense = [{ kind: "put", id: "", value: 7 }] as unknown as Parameters<RecordsV1["commit"]>[0];
  await expect(records.commit(nonsense)).rejects.toMatchObject({ code: "ANSWER_INVALID" });
});
