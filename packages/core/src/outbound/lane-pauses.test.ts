import "reflect-metadata";
import { expect, test } from "vitest";
import { testStore } from "../__fixtures__/test-store.js";
import { CommitQueue } from "../commit/commit-queue.js";
import { EventBus } from "../host/event-bus.js";
import { silentLogger } from "../ports/memory/index.js";
import { LONGEST_BELIEVED_MS } from "../timing/longest-believed.js";
import { LanePauses } from "./lane-pauses.js";

const NOW_MS = 1_764_000_000_000;

test("of what an earlier process left, a pause that is over or further off than a provider can ask for is forgotten", async () => {
  const store = testStore();
  const commits = new CommitQueue(store, new EventBus(silentLogger), silentLogger);
  const put = (id: string, untilMs: number) =>
    commits.commit({
      kind: "document-put",
      document: { collection: "channel-pauses", id, accountId: "acme", value: JSON.stringify({ untilMs }) },
    });
  const soon = NOW_MS + 60_000;
  await Promise.all([put("over", NOW_MS), put("waits", soon), put("wrong-clock", NOW_MS + 2 * LONGEST_BELIEVED_MS)]);
  const left = await new LanePauses(commits).load(store, NOW_MS);
  expect(left).toEqual([{ accountId: "acme", channelId: "waits", untilMs: soon }]);
  await commits.drain();
  const kept = await store.documents({ collection: "channel-pauses", limit: 9 });
  expect(kept.map(({ id }) => id)).toEqual(["waits"]);
});
