import "reflect-metadata";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { gate, testStore, type TestStore } from "../__fixtures__/test-store.js";
import { CommitQueue } from "../commit/commit-queue.js";
import type { Channel } from "../host/channel.js";
import { EventBus } from "../host/event-bus.js";
import { PersonReferences } from "../people/person-references.js";
import { silentLogger } from "../ports/memory/index.js";
import type { StoredDocument } from "../ports/store.js";
import type { CallEvent } from "../spec/inbound/call-event.js";
import { CallBook } from "./call-book.js";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");
const clock = { now: () => NOW_MS, steadyMs: () => NOW_MS };
const channel = { accountId: "acme", channelId: "c1", providerId: "scripted" } as Channel;

let store: TestStore;
let commits: CommitQueue;
let book: CallBook;
let ends: number;
/** Asked at each reading of a document, after it was read: what it says may be out of date then. */
let afterReading: (id: string) => Promise<unknown> | undefined;

beforeEach(() => {
  store = testStore();
  afterReading = () => undefined;
  const read = store.document.bind(store);
  const slow = async (collection: string, id: string): Promise<StoredDocument | undefined> => {
    const found = await read(collection, id);
    await afterReading(id);
    return found;
  };
  const events = new EventBus(silentLogger);
  ends = 0;
  events.on("call-state-changed", ({ state }) => void (ends += state === "ended" ? 1 : 0));
  commits = new CommitQueue(store, events, silentLogger);
  let last = 0;
  const ids = { next: (prefix: string) => `${prefix}_${String((last += 1))}` };
  const people = new PersonReferences(store, commits);
  book = new CallBook({ ...store, document: slow }, clock, ids, events, commits, people);
});

const event = (name: CallEvent["event"], more: Partial<CallEvent> = {}): CallEvent => ({
  ...{ type: "call", callId: "CA1", event: name, direction: "outbound" },
  ...more,
});
const recording = (mediaId: string): CallEvent => event("recording-ready", { recording: { mediaId } });
const hear = async (one: CallEvent): Promise<unknown> => book.hear(channel, one, NOW_MS);

/** A call the provider has taken. @returns its id. */
async function begun(): Promise<string> {
  const call = book.draft(channel, "outbound");
  const { sessionId } = call;
  await book.begin(call, []);
  await book.change("acme", sessionId, (now) => book.name(now, "CA1"));
  return sessionId;
}

/** A call that is over, and in the store alone. @returns its id. */
async function over(): Promise<string> {
  const sessionId = await begun();
  await hear(event("ended", { cause: "completed" }));
  await book.saved(sessionId);
  return sessionId;
}

test("two things told at once of a call that is over are both known", async () => {
  const sessionId = await over();
  const bothRead = gate();
  let reading = 0;
  afterReading = (id) => {
    if (id !== sessionId) return undefined;
    // The first has read; had the second read as well, both would know the same of the call.
    reading += 1;
    if (reading === 2) bothRead.open();
    return reading === 1 ? Promise.race([bothRead.passed, store.document("t", "t").then(() => undefined)]) : undefined;
  };
  await Promise.all([hear(recording("RE1")), hear(recording("RE2"))]);
  expect((await book.find("acme", sessionId))?.facts.recordings).toEqual([{ mediaId: "RE1" }, { mediaId: "RE2" }]);
  await book.saved(sessionId);
  expect(ends).toBe(1);
});

test("what is told while a call that is over is changed stays known", async () => {
  const sessionId = await over();
  const held = gate();
  afterReading = (id) => (id === sessionId ? held.passed : undefined);
  const changing = book.change("acme", sessionId, (call) => ({ ...call, steps: 7 }));
  await vi.waitFor(() => expect(store.underWay).toBe(0));
  const heard = hear(recording("RE1"));
  held.open();
  await Promise.all([changing, heard]);
  expect(await book.find("acme", sessionId)).toMatchObject({ steps: 7, facts: { recordings: [{ mediaId: "RE1" }] } });
});

test("a call is changed as it is at that moment, and one that is not known is not made", async () => {
  const sessionId = await begun();
  expect(await book.change("rival", sessionId, (now) => now)).toBeUndefined();
  void hear(event("ended", { cause: "completed" }));
  const changed = await book.change("acme", sessionId, (now) => ({ ...now, steps: 1 }));
  expect(changed).toMatchObject({ steps: 1, facts: { state: "ended" } });
  expect(await book.change("acme", "call_x", (now) => now)).toBeUndefined();
  expect(await book.change("rival", sessionId, (now) => now)).toBeUndefined();
});

test("what a closing host cannot write any more ends no process", async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const sessionId = await begun();
  store.fate = () => "fail";
  await hear(event("answered"));
  commits.close();
  await expect(book.saved(sessionId)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await hear(event("ended", { cause: "completed" }));
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
});
