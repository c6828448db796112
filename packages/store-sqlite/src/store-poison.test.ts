import { join } from "node:path";
import { createContactCenter, type SendResult, type Store, type StoreWrite } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { createHttpProvider, startHttpProviderServer } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./__fixtures__/temporary-folder.js";
import { sqliteStore } from "./sqlite-store.js";

const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const POISON = "poison";

/** The store, and what no store can take: a record that cannot be read. Picked by its idempotency key. */
function poisoned(store: Store): Store {
  const spoil = (write: StoreWrite): StoreWrite =>
    write.kind === "message-insert" && write.record.idempotencyKey === POISON
      ? {
          kind: "message-insert",
          get record(): never {
            throw new TypeError("cannot be read");
          },
        }
      : write;
  return { ...store, commit: (group) => store.commit(group.map(spoil)) };
}

test.each([
  ["in memory", () => memoryStore()],
  ["in SQLite", () => sqliteStore(join(temporaryFolder(), "store.db"))],
] as const)(
  "a message that the store %s never takes fails alone; the others of its group are kept and sent",
  async (_, makeStore) => {
    const server = await startHttpProviderServer({ apiKey: "test-api-key" });
    onTestFinished(() => server.close());
    const store = makeStore();
    const center = await createContactCenter({
      authority: { unchecked: "a test" },
      store: poisoned(store),
      providers: [createHttpProvider()],
      secrets: {
        resolve: () =>
          Promise.resolve({
            current: { apiKey: "test-api-key", webhookSecret: `whsec_${Buffer.alloc(32, 7).toString("base64")}` },
          }),
      },
      egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
    });
    onTestFinished(() => center.close());
    const refused: unknown[] = [];
    center.on("store-write-refused", (event) => refused.push(event));
    const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
    await center.channels.activate({
      ...{ accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "key" },
      ...{ instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
      shown: center.channels.disclosure("http", settings),
    });
    const send = (idempotencyKey: string): Promise<SendResult> =>
      center.send({
        ...{ accountId: "acme", channelId: "c1", idempotencyKey, content: { type: "text", text: idempotencyKey } },
        recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
      });
    const keys = Array.from({ length: 20 }, (_each, index) => (index === 7 ? POISON : `key-${String(index)}`));
    const ends = await Promise.allSettled(keys.map(send));
    expect(ends.map(({ status }) => status)).toEqual(keys.map((key) => (key === POISON ? "rejected" : "fulfilled")));
    expect(ends[7]).toMatchObject({ reason: { code: "STORE_WRITE_REFUSED", retryable: false } });
    expect(refused).toEqual([{ kind: "message-insert", systemCode: "TypeError" }]);
    const ids = ends.flatMap((end) => (end.status === "fulfilled" && end.value.accepted ? [end.value.messageId] : []));
    const states = await Promise.all(ids.map((id) => center.messages.settled("acme", id)));
    expect(states.map(({ state }) => state)).toEqual(ids.map(() => "received"));
    expect(ids).toHaveLength(19);
  },
);
