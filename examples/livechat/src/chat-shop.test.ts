import { memoryStore } from "@plugboard/core/memory";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { expect, onTestFinished, test } from "vitest";
import { startChatShop } from "./start-chat-shop.js";

async function open() {
  const shop = await startChatShop(memoryStore());
  onTestFinished(() => shop.close());
  const { origin } = new URL(shop.shopUrl);
  const key = new URL(shop.operatorUrl).hash.slice(1);
  return { shop, origin, headers: { authorization: `Bearer ${key}`, "content-type": "application/json" } };
}

test("the operator sees what a visitor writes, and the visitor what the operator answers", async () => {
  const { origin, headers } = await open();
  const events = await fetch(`${origin}/operator/events`, { headers });
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  const visitor = await new ChatVisitor(`${origin}/sites/chat`, origin).begin();
  await visitor.say("Is it bright?");
  await visitor.listen();
  const told = JSON.parse((await reader?.read())?.value?.slice("data: ".length) ?? "{}") as {
    session: string;
    text: string;
  };
  expect(told.text).toBe("Is it bright?");
  const body = JSON.stringify({ to: told.session, text: "As day." });
  expect((await fetch(`${origin}/operator/answer`, { method: "POST", headers, body })).status).toBe(204);
  await expect.poll(() => visitor.entries.map(({ text }) => text)).toEqual(["Is it bright?", "As day."]);
  await expect
    .poll(() => visitor.heard.filter(({ event }) => event === "presence").at(-1)?.data)
    .toEqual({ online: true });
});

test("nobody answers in the operator's name without the key", async () => {
  const { origin, headers } = await open();
  const wrong = { ...headers, authorization: `${headers.authorization.slice(0, -1)}_` };
  const ask = (init: RequestInit) => fetch(`${origin}/operator/answer`, { method: "POST", body: "{}", ...init });
  const statuses = await Promise.all([ask({}), ask({ headers: wrong }), ask({ headers })]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 400]);
  const page = await fetch(`${origin}/operator`);
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});
