import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openBoth, openGateway, soon, taken } from "./__fixtures__/open-gateway.js";

/** Two pages of one operator: tabs, or the desk at home and the one at work. */
const ONE = randomUUID();
const OTHER = randomUUID();

test("a call that rings in two pages is one call, which the page that does not answer does not end", async () => {
  const { center, pageOf, received } = await openBoth();
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  for (const page of [one, other]) await page.tells("offered");
  // The server withdraws it there as it is answered here, and which is told first nobody knows.
  await other.tells("ended", { cause: "cancelled", endedBy: "remote" });
  await one.tells("answered");
  await soon(() => expect(center.calls.live("acme")).toMatchObject([{ state: "answered" }]));
  await one.tells("ended", { cause: "completed", endedBy: "operator" });
  await soon(() => expect(center.calls.live("acme")).toEqual([]));
  expect(received.map(({ event }) => event.type === "call" && [event.event, event.cause])).toEqual([
    ["offered", undefined],
    ["answered", undefined],
    ["ended", "completed"],
  ]);
});

test("a page that answered too late says nothing of the call the other one has", async () => {
  const { center, pageOf } = await openBoth();
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  for (const page of [one, other]) await page.tells("offered");
  await one.tells("answered");
  await other.tells("answered");
  await other.tells("ended", { cause: "completed", endedBy: "remote" });
  await soon(() => expect(center.calls.live("acme")).toMatchObject([{ state: "answered" }]));
});

test("a call that is declined in one of two pages was declined", async () => {
  const { center, pageOf, received } = await openBoth();
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  for (const page of [one, other]) await page.tells("offered");
  await one.tells("ended", { cause: "declined", endedBy: "operator" });
  await other.tells("ended", { cause: "cancelled", endedBy: "remote" });
  await soon(() => expect(center.calls.live("acme")).toEqual([]));
  expect(received.flatMap(({ event }) => (event.type === "call" ? [event.cause] : []))).toEqual([
    undefined,
    "declined",
  ]);
});

test("what the host asks of a call reaches the page that has it, not the one that asks first", async () => {
  const { center, pageOf } = await openBoth();
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  for (const page of [one, other]) await page.post("/presence", { state: "available", calls: [] });
  await one.tells("offered");
  await one.tells("answered");
  await soon(() => expect(center.calls.live("acme")).toHaveLength(1));
  const sessionId = center.calls.live("acme")[0]?.sessionId ?? "";
  await center.calls.control("acme", sessionId, [{ verb: "hold", on: true }]);
  expect(await other.commands()).toEqual([]);
  expect(await one.commands()).toMatchObject([{ command: "hold" }]);
});

test("a call of a page that broke off is over, though its operator is back in another one", async () => {
  let aheadMs = 0;
  const both = await openBoth(() => Date.now() + aheadMs);
  const one = both.pageOf("anna", ONE);
  await one.post("/presence", { state: "busy", calls: [] });
  await one.tells("offered");
  await one.tells("answered");
  await soon(() => expect(both.center.calls.live("acme")).toHaveLength(1));
  aheadMs = 46_000;
  await both.pageOf("anna", OTHER).post("/presence", { state: "available", calls: [] });
  both.gateway.review();
  await soon(() => expect(both.center.calls.live("acme")).toEqual([]));
  expect(both.gateway.presence("anna")).toBe("available");
});

test("commands whose answer was lost are handed over again, to the same page alone", async () => {
  const { center, pageOf } = await openBoth();
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  await one.post("/presence", { state: "available", calls: [] });
  const to = "sip:bert@example.com";
  await center.calls.start({ accountId: "acme", channelId: "desk", to, callerId: "line:anna" });
  const [dial] = await one.commands();
  expect(await other.commands()).toEqual([]);
  expect(await one.commands()).toEqual([dial]);
  expect(await one.commands(dial?.commandId)).toEqual([]);
});

test("an operator is busy whose one page has a call, and there as long as one page is", async () => {
  const { gateway, pageOf } = openGateway(taken);
  const [one, other] = [pageOf("anna", ONE), pageOf("anna", OTHER)];
  await one.post("/presence", { state: "busy", calls: [] });
  await other.post("/presence", { state: "available", calls: [] });
  expect(gateway.presence("anna")).toBe("busy");
  await one.post("/presence", { state: "offline", calls: [] });
  expect(gateway.presence("anna")).toBe("available");
  await other.post("/presence", { state: "offline", calls: [] });
  expect(gateway.presence("anna")).toBe("offline");
});

test("a page that opens without end is no host's burden", async () => {
  const { gateway, pageOf } = openGateway(taken);
  for (let count = 0; count < 100; count += 1)
    await pageOf("anna", randomUUID()).post("/presence", { state: "available", calls: [] });
  // Names that are none are the page without a name.
  await pageOf("anna", "x".repeat(200)).post("/presence", { state: "busy", calls: [] });
  await pageOf("anna").post("/presence", { state: "away", calls: [] });
  expect(gateway.presence("anna")).toBe("available");
});
