import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scriptedProvider, type ScriptedProviderOptions } from "../__fixtures__/scripted-provider.js";
import { act, activate, startHost } from "../__fixtures__/start-host.js";
import { testStore } from "../__fixtures__/test-store.js";
import type { Store } from "../ports/store.js";
import type { ContactCenter } from "./contact-center.js";

const DAY_MS = 86_400_000;

// Real time elsewhere: only the daily look is waited for.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const pages = {
  manifest: { site: { operation: "send-message", methods: ["GET"], headers: [], maxBodyBytes: 100 } },
  offers: { site: { doServe: () => ({ status: 200, headers: {}, body: "" }) } },
} as const satisfies ScriptedProviderOptions;

/** A plugin that keeps what visitors left on its pages; a visit makes it keep something. */
async function startWith(store: Store, more: Partial<ScriptedProviderOptions> = {}) {
  const keep: (() => Promise<unknown>)[] = [];
  const scripted = scriptedProvider({
    ...pages,
    opening: ({ records }) => {
      keep.push(() => records.commit([{ kind: "put", id: "log/1", value: "what Ann said" }]));
    },
    ...more,
  });
  const center = await startHost({ providers: [scripted.provider], store });
  return { center, scripted, keep };
}
const visit = (center: ContactCenter, channelId: string) =>
  center.fetch(new Request(`https://pages.example/sites/${channelId}/`));

/** Channel `c1` has something of a visitor's, `c2` was opened and has nothing, `c3` was never opened. */
async function visitedStore(more: Partial<ScriptedProviderOptions> = {}) {
  const store = testStore();
  const { center, keep } = await startWith(store, more);
  for (const channelId of ["c1", "c2", "c3"]) await activate(center, { channelId });
  for (const channelId of ["c1", "c2"]) expect((await visit(center, channelId)).status).toBe(200);
  await keep[0]?.();
  return { store, center, keep };
}

test("a channel that keeps something of visitors is opened by the host when nobody visits it, and no other", async () => {
  const { store } = await visitedStore();
  const opened: string[] = [];
  const { center } = await startWith(store.next(), { opening: ({ channelId }) => opened.push(channelId) });
  await expect.poll(() => opened).toEqual(["c1"]);
  // All that the host does by itself is over when it is closed.
  await center.close();
  expect(opened).toEqual(["c1"]);
});

test("one that was closed while the host runs is opened again within a day", async () => {
  const { center, store } = await visitedStore();
  await center.close();
  const { center: next, scripted } = await startWith(store.next());
  await expect.poll(() => scripted.opened).toBe(1);
  await next.providers.disable("scripted", act);
  await next.providers.enable("scripted", act);
  expect(scripted.closed).toBe(1);
  await vi.advanceTimersByTimeAsync(DAY_MS);
  await expect.poll(() => scripted.opened).toBe(2);
});

test("one that is deactivated stays closed", async () => {
  const { center, store } = await visitedStore();
  await center.channels.deactivate("acme", "c1", act);
  const { scripted, center: next } = await startWith(store.next());
  await vi.advanceTimersByTimeAsync(DAY_MS);
  await next.close();
  expect(scripted.opened).toBe(0);
});

test("one without pages opens for nobody but who uses it", async () => {
  const withoutPages: Partial<ScriptedProviderOptions> = {
    manifest: {},
    offers: {},
    probe: () => Promise.resolve({ state: "operational", certainty: 1 }),
  };
  const store = testStore();
  const { center, keep } = await startWith(store, withoutPages);
  await activate(center);
  await center.channels.probe("acme", "c1");
  await keep[0]?.();
  const { scripted, center: next } = await startWith(store.next(), withoutPages);
  await vi.advanceTimersByTimeAsync(DAY_MS);
  await next.close();
  expect(scripted.opened).toBe(0);
});

test("one that cannot be opened is told by its code, and keeps no other from it", async () => {
  const { store, center, keep } = await visitedStore();
  await visit(center, "c3");
  await keep[2]?.();
  const opened: string[] = [];
  const warnings: unknown[] = [];
  const { provider } = scriptedProvider({
    ...pages,
    opening: ({ channelId }) => {
      opened.push(channelId);
      if (channelId === "c1") throw new Error("what Ann said");
    },
  });
  const nothing = (): undefined => undefined;
  const warn = (_: string, fields: unknown): void => void warnings.push(fields);
  await startHost({
    providers: [provider],
    store: store.next(),
    logger: { debug: nothing, info: nothing, error: nothing, warn },
  });
  await expect.poll(() => opened).toEqual(["c1", "c3"]);
  expect(warnings).toEqual([{ channelId: "c1", code: "PROVIDER_OPEN_FAILED" }]);
});
