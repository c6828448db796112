import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { act, NOW_MS, openBoth, openGateway, shared, SITE, soon, taken } from "./__fixtures__/open-gateway.js";
import type { MayDial } from "./dial-gate.js";
import type { SoftphoneGateway } from "./softphone-gateway.js";

test("a page gets credentials that end, for its own operator, as Kamailio checks them", async () => {
  const { pageOf } = openGateway(taken, () => NOW_MS);
  const answer = await pageOf("anna").post("/registration");
  const authorizationUser = `${NOW_MS / 1_000 + 600}:anna`;
  expect(await answer.json()).toEqual({
    ...{ serverUrl: "wss://sip.example.com/", address: "sip:anna@example.com", authorizationUser },
    password: createHmac("sha1", "the sip secret").update(authorizationUser).digest("base64"),
    expiresAt: "2026-11-22T12:10:00.000Z",
  });
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("what an operator dials passes the host's gates, and the permit proves it to the SIP server", async () => {
  const both = await openBoth(() => NOW_MS);
  const anna = both.pageOf("anna");
  const address = { kind: "phone", value: "+4930901820" } as const;
  await both.center.suppressions.add({ accountId: "acme", address, scope: "telephony", reason: "objection", act });
  const dial = async (to: string): Promise<[status: number, answer: unknown]> => {
    const answer = await anna.post("/dials", { to });
    return [answer.status, await answer.json()];
  };
  const what = `${NOW_MS / 1_000 + 60}:anna>+4930901821@example.com`;
  const proof = createHmac("sha1", "the sip secret").update(what).digest("base64");
  expect(await dial("+49 30 901821")).toEqual([
    200,
    { address: "sip:+4930901821@example.com", permit: `${what} ${proof}` },
  ]);
  for (const to of ["112", "1 1 2", "sip:110@elsewhere.example", "%3112"])
    expect(await dial(to)).toMatchObject([403, { code: "EMERGENCY_NUMBER" }]);
  for (const to of ["+4930901820", "030 90 18 20", "sip:+4930901820@trunk"])
    expect(await dial(to)).toMatchObject([403, { code: "RECIPIENT_SUPPRESSED" }]);
  await both.center.channels.deactivate("acme", "desk", act);
  expect(await dial("bert")).toMatchObject([403, {}]);
});

test("what the host has asked for is dialled without another question; another number is not", async () => {
  const asked: string[] = [];
  const mayDial: MayDial = ({ to }) => {
    asked.push(to);
    return Promise.reject(new Error("the host is not there"));
  };
  const { gateway, pageOf } = openGateway(taken, undefined, mayDial);
  const anna = pageOf("anna");
  await anna.post("/presence", { state: "available" });
  const body = JSON.stringify({ callId: "call-1", operator: "anna", to: "+4930901821", verbs: [] });
  const headers = { authorization: `Bearer ${shared.apiKey}` };
  await gateway.fetch(new Request(`${SITE}/softphone/api/calls`, { method: "POST", headers, body }));
  const [command] = await anna.commands();
  const commandId = command?.commandId;
  expect((await anna.post("/dials", { to: "+4930901821", commandId })).status).toBe(200);
  expect(asked).toEqual([]);
  // Neither another number, nor another operator, nor a host that does not answer lets anything through.
  expect((await anna.post("/dials", { to: "+4930901822", commandId })).status).toBe(503);
  expect((await pageOf("bert").post("/dials", { to: "+4930901821", commandId })).status).toBe(503);
  expect((await anna.post("/dials", { to: "bert\r\nX: y" })).status).toBe(400);
  expect(asked).toHaveLength(2);
});

test.each([
  ["nobody's session", undefined, SITE, 401],
  ["a page of another site", "anna", "https://evil.example", 403],
  ["a page that does not say where it is from", "anna", null, 403],
  ["a name that is none", "anna:0", SITE, 401],
])("%s gets no credentials and tells nothing", async (_name, operator, origin, status) => {
  const told: Request[] = [];
  const { pageOf } = openGateway((request) => (told.push(request), taken()));
  const page = pageOf(operator);
  expect((await page.post("/registration", undefined, origin)).status).toBe(status);
  expect((await page.post("/events", {}, origin)).status).toBe(status);
  expect(told).toEqual([]);
});

test("the host's way in is closed without its key", async () => {
  const { gateway } = openGateway(taken);
  for (const key of ["", "Bearer ", "Bearer x", `Bearer ${shared.apiKey}x`])
    expect(
      (await gateway.fetch(new Request(`${SITE}/softphone/api/ping`, { headers: { authorization: key } }))).status,
    ).toBe(401);
});

test("what is no event, or too much of one, is refused", async () => {
  const { pageOf } = openGateway(taken);
  const anna = pageOf("anna");
  expect(await anna.tells("exploded")).toBe(400);
  expect(await anna.tells("digits", { digits: "<b>" })).toBe(400);
  expect((await anna.post("/events", { eventId: "x".repeat(70_000) })).status).toBe(413);
});

test("events reach the host signed, in order, and again until it has taken them", async () => {
  const bodies: string[] = [];
  let failures = 2;
  const { pageOf } = openGateway(async (request) => {
    if (failures-- > 0) return new Response(null, { status: 503 });
    bodies.push(((await request.json()) as { report: { event: string } }).report.event);
    return new Response(null, { status: 200 });
  });
  const anna = pageOf("anna");
  // As long as the host does not have it, the page is told to say it again: what it says then is the same event.
  const eventId = "8f14e45f-ceea-467f-a0e6-8d8c1b2a9a10";
  const statuses = [await anna.tells("offered", { eventId })];
  while (statuses.at(-1) !== 204) statuses.push(await anna.tells("offered", { eventId }));
  expect(statuses[0]).toBe(503);
  for (const event of ["answered", "ended"]) expect(await anna.tells(event)).toBe(204);
  expect(bodies).toEqual(["offered", "answered", "ended"]);
});

test("the host has an operator's page call, is told of it, and hangs up", async () => {
  const { center, pageOf, received } = await openBoth();
  const anna = pageOf("anna");
  await anna.post("/presence", { state: "available" });
  const begun = await center.calls.start({
    ...{ accountId: "acme", channelId: "desk", to: "sip:bert@example.com", callerId: "line:anna" },
    verbs: [{ verb: "mute", on: true }],
  });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { sessionId } = begun.call;
  const [dial] = await anna.commands();
  expect(dial).toMatchObject({ command: "dial", to: "sip:bert@example.com" });
  const commandId = dial?.commandId ?? "";
  const own = { direction: "outbound", commandId };
  await anna.tells("ringing", own);
  await anna.tells("answered", own);
  expect(await anna.commands()).toMatchObject([{ command: "mute", call: commandId }]);
  await soon(async () => expect((await center.calls.get("acme", sessionId)).state).toBe("answered"));
  await center.calls.hangUp("acme", sessionId);
  expect(await anna.commands()).toMatchObject([{ command: "hang-up", call: commandId }]);
  await anna.tells("ended", { ...own, cause: "completed", endedBy: "operator", durationMs: 5_000 });
  await soon(async () =>
    expect(await center.calls.get("acme", sessionId)).toMatchObject({ state: "ended", cause: "completed" }),
  );
  expect(await center.calls.hangUp("acme", sessionId)).toMatchObject({ accepted: true });
  expect(received).toHaveLength(3);
});

test("a call that came in to a page is a call of the host, which can be put on hold from there", async () => {
  const { center, pageOf } = await openBoth();
  const anna = pageOf("anna");
  await anna.tells("offered");
  await anna.tells("answered");
  await soon(() => expect(center.calls.live("acme")).toMatchObject([{ direction: "inbound", state: "answered" }]));
  const [call] = center.calls.live("acme");
  await center.calls.control("acme", call?.sessionId ?? "", [{ verb: "hold", on: true }]);
  expect(await anna.commands()).toMatchObject([{ command: "hold", call: "sip-1" }]);
});

test("nobody is rung whose operator is away", async () => {
  const { center } = await openBoth();
  expect(
    await center.calls.start({
      accountId: "acme",
      channelId: "desk",
      to: "sip:bert@example.com",
      callerId: "line:anna",
    }),
  ).toMatchObject({ outcome: { outcome: "refused", code: "OPERATOR_ABSENT" } });
});

test("a page cannot speak of another operator's call", async () => {
  const { center, pageOf } = await openBoth();
  const [anna, eve] = [pageOf("anna"), pageOf("eve")];
  await anna.post("/presence", { state: "available" });
  const begun = await center.calls.start({
    ...{ accountId: "acme", channelId: "desk", to: "sip:bert@example.com", callerId: "line:anna" },
  });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { sessionId } = begun.call;
  const [dial] = await anna.commands();
  for (const commandId of [dial?.commandId, sessionId, `${sessionId}.x`])
    await eve.tells("ended", { commandId, direction: "outbound", cause: "completed" });
  await anna.tells("answered", { commandId: dial?.commandId, direction: "outbound" });
  await soon(async () => expect((await center.calls.get("acme", sessionId)).state).toBe("answered"));
});

test("what a page tells twice is shown once", async () => {
  const { pageOf, received } = await openBoth();
  const anna = pageOf("anna");
  const eventId = "8f14e45f-ceea-467f-a0e6-8d8c1b2a9a10";
  for (let time = 0; time < 3; time += 1) await anna.tells("offered", { eventId, sequence: 0 });
  await anna.tells("answered", { sequence: 1 });
  await soon(() => expect(received.length).toBeGreaterThanOrEqual(2));
  expect(received.map(({ event }) => event.type === "call" && event.event)).toEqual(["offered", "answered"]);
});

const asHost = (path: string): Request =>
  new Request(`${SITE}/softphone/api${path}`, { headers: { authorization: `Bearer ${shared.apiKey}` } });

test("a gateway that starts anew knows no call until pages had time to tell, and does not say it is over before", async () => {
  let nowMs = NOW_MS;
  const { gateway } = openGateway(taken, () => nowMs);
  const status = async (): Promise<number> => (await gateway.fetch(asHost("/calls/call_1"))).status;
  expect(await status()).toBe(503);
  nowMs += 45_000;
  expect(await status()).toBe(404);
});

test("a gateway is started anew in mid-call: its pages tell it of their calls, and the host goes on with them", async () => {
  const { center, pageOf, restart } = await openBoth();
  const anna = pageOf("anna");
  await anna.post("/presence", { state: "available" });
  const begun = await center.calls.start({
    ...{ accountId: "acme", channelId: "desk", to: "sip:bert@example.com", callerId: "line:anna" },
  });
  if (!begun.accepted) throw new Error(begun.refusal.code);
  const { sessionId } = begun.call;
  const [dial] = await anna.commands();
  const own = { direction: "outbound", commandId: dial?.commandId };
  await anna.tells("answered", own);
  restart();
  const again = pageOf("anna");
  // Before the page has told: tried in vain, and nothing is ended.
  expect(await center.calls.hangUp("acme", sessionId)).toMatchObject({ outcome: { outcome: "try-again" } });
  expect((await center.calls.get("acme", sessionId)).state).toBe("answered");
  await again.post("/presence", {
    state: "busy",
    calls: [{ call: "sip-1", commandId: dial?.commandId, state: "answered" }],
  });
  expect(await center.calls.hangUp("acme", sessionId)).toMatchObject({ outcome: { outcome: "received" } });
  expect(await again.commands()).toMatchObject([{ command: "hang-up", call: dial?.commandId }]);
  await again.tells("ended", { ...own, cause: "completed", endedBy: "operator", durationMs: 5_000 });
  await soon(async () => expect((await center.calls.get("acme", sessionId)).state).toBe("ended"));
});

test("a page cannot tell of another operator's call", async () => {
  const { gateway, pageOf } = openGateway(taken);
  await pageOf("eve").post("/presence", {
    ...{ state: "busy", calls: [{ call: "sip-1", commandId: "call_1.x", state: "answered" }] },
  });
  expect((await gateway.fetch(asHost("/calls/call_1"))).status).toBe(503);
});

test("pages learn that another gateway has taken over", async () => {
  const { gateway } = openGateway(taken);
  const { gateway: other } = openGateway(taken);
  const ask = async (of: SoftphoneGateway): Promise<unknown> => {
    const headers = { "x-session": "anna" };
    return (
      (await (await of.fetch(new Request(`${SITE}/softphone/commands`, { headers }))).json()) as { gateway: unknown }
    ).gateway;
  };
  const [first, again, second] = [await ask(gateway), await ask(gateway), await ask(other)];
  expect(first).toBe(again);
  expect(first).not.toBe(second);
});

test("the calls of a page that is gone without a word are ended on record", async () => {
  let aheadMs = 0;
  const both = await openBoth(() => Date.now() + aheadMs);
  const anna = both.pageOf("anna");
  await anna.post("/presence", { state: "available" });
  await anna.tells("offered");
  await anna.tells("answered");
  await soon(() => expect(both.center.calls.live("acme")).toHaveLength(1));
  const sessionId = both.center.calls.live("acme")[0]?.sessionId ?? "";
  both.gateway.review();
  aheadMs = 44_000;
  both.gateway.review();
  expect(both.center.calls.live("acme")).toHaveLength(1);
  // It asks for nothing any more.
  aheadMs = 46_000;
  both.gateway.review();
  await soon(async () =>
    expect(await both.center.calls.get("acme", sessionId)).toMatchObject({
      state: "ended",
      cause: "failed",
      party: "network",
    }),
  );
});
