import { expect, test } from "vitest";
import { scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { testStore } from "../__fixtures__/test-store.js";
import type { Store, StoreWrite } from "../ports/store.js";
import { StoreError } from "../spec/errors/store-error.js";

/** Channels `c1` and `c10`, whose ids are alike, each with more records than one group deletes. */
async function startWith(store: Store) {
  const { provider } = scriptedProvider({
    offers: { probe: { doProbe: () => Promise.resolve({ state: "operational", certainty: 1 }) } },
    opening: async ({ records }) => {
      const changes = Array.from({ length: 1_001 }, (_, place) => ({
        kind: "put" as const,
        id: `log/${String(place)}`,
        value: "what Ann said",
      }));
      await records.commit(changes);
    },
  });
  return startHost({ providers: [provider], store });
}
async function startOpen(store: Store) {
  const center = await startWith(store);
  for (const channelId of ["c1", "c10"]) {
    await activate(center, { channelId });
    await center.channels.probe("acme", channelId);
  }
  await expect.poll(() => keptBy(store, "c1")).toBe(1_001);
  return center;
}
const isDeletionOfRecord = (write: StoreWrite): boolean =>
  write.kind === "document-delete" && write.collection === "channel-records";
const keptBy = async (store: Store, channelId: string): Promise<number> =>
  (await store.documents({ collection: "channel-records", limit: 10_000 })).filter(({ id }) =>
    id.startsWith(`${channelId}/`),
  ).length;

test("nothing of what its plugin kept stays behind a channel that is removed, and other channels keep theirs", async () => {
  const store = testStore();
  const center = await startOpen(store);
  await center.channels.remove("acme", "c1", act);
  expect([await keptBy(store, "c1"), await keptBy(store, "c10")]).toEqual([0, 1_001]);
});

test("a channel that may be set up anew keeps it", async () => {
  const store = testStore();
  const center = await startOpen(store);
  await center.channels.deactivate("acme", "c1", act);
  expect(await keptBy(store, "c1")).toBe(1_001);
});

test("what a host that ended in the middle left behind goes at the next start", async () => {
  const store = testStore();
  const center = await startOpen(store);
  store.fate = (group) => (group.some(isDeletionOfRecord) ? "fail" : "commit");
  await expect(center.channels.remove("acme", "c1", act)).rejects.toSatisfy(StoreError.isInstance);
  expect(await keptBy(store, "c1")).toBe(1_001);
  await center.close();
  const next = store.next();
  await startWith(next);
  await expect.poll(() => keptBy(next, "c1")).toBe(0);
  expect(await keptBy(next, "c10")).toBe(1_001);
});
