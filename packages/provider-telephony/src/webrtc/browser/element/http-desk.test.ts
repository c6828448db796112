import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { SoftphoneEvent } from "../../wire/softphone-event.js";
import { HttpDesk } from "./http-desk.js";

const EVENT: SoftphoneEvent = {
  ...{ eventId: "8f14e45f-ceea-467f-a0e6-8d8c1b2a9a10", sipCallId: "sip-1", event: "ended", direction: "inbound" },
  ...{ occurredAt: "2026-11-22T12:00:00.000Z", sequence: 2, from: "sip:x@example.com", to: "sip:y@example.com" },
};

afterEach(() => void vi.unstubAllGlobals());

/** A desk whose gateway answers by status, per path, in turn; the last one stays. */
function stage(answers: Record<string, number[]>) {
  const asked: { path: string; page: string | null; body: string }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const request = new Request(url, init);
    const { pathname, search } = new URL(url);
    asked.push({
      ...{ path: `${pathname}${search}`, page: request.headers.get("softphone-page") },
      body: await request.text(),
    });
    const left = answers[pathname] ?? [204];
    const status = (left.length > 1 ? left.shift() : left[0]) ?? 204;
    const commands = [{ commandId: `c${asked.length}`, command: "hang-up", call: "sip-1", reason: "completed" }];
    if (pathname === "/commands" && status === 200) return Response.json({ gateway: "g", commands });
    return new Response(null, { status });
  });
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  return { desk: new HttpDesk("https://desk.example.com"), asked, signal: leave.signal };
}

const soon = (check: () => unknown): Promise<unknown> => vi.waitFor(check, 10_000);

test.each([401, 403, 408, 429, 503])("what a page tells while it is answered %i is told again", async (status) => {
  const { desk, asked } = stage({ "/events": [status, 204] });
  desk.report(EVENT);
  await soon(() => expect(asked).toHaveLength(2));
  expect(asked[0]?.body).toBe(asked[1]?.body);
});

test("what the gateway does not understand holds up nothing that comes after", async () => {
  const { desk, asked } = stage({ "/events": [400, 204] });
  desk.report(EVENT);
  desk.report({ ...EVENT, eventId: "8f14e45f-ceea-467f-a0e6-8d8c1b2a9a11" });
  await soon(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toContain("8d8c1b2a9a11");
});

test("a presence that did not arrive is said again with the next answer", async () => {
  const { desk, asked, signal } = stage({ "/presence": [503, 204], "/commands": [200, 503] });
  desk.announce("busy", []);
  await soon(() => expect(asked).toHaveLength(1));
  void desk.follow(() => undefined, signal);
  await soon(() => expect(asked.filter(({ path }) => path === "/presence")).toHaveLength(2));
});

test("the gateway is told which page asks, and which command came last", async () => {
  const { desk, asked, signal } = stage({ "/commands": [200, 503] });
  const done: string[] = [];
  void desk.follow(({ commandId }) => void done.push(commandId), signal);
  await soon(() => expect(asked.length).toBeGreaterThanOrEqual(2));
  expect(asked[1]).toMatchObject({ path: "/commands?last=c1", page: asked[0]?.page });
  expect(asked[0]?.page).toMatch(/^[0-9a-f-]{36}$/);
  expect(done).toEqual(["c1"]);
});
