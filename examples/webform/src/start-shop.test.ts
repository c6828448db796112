import type { InboundEnvelope } from "@plugboard/core";
import { expect, onTestFinished, test } from "vitest";
import { startShop } from "./start-shop.js";

test("what a visitor without a script sends arrives at the shop, with the consent on record", async () => {
  const messages: InboundEnvelope[] = [];
  const { center, shop, form, close } = await startShop((envelope) => void messages.push(envelope));
  onTestFinished(close);
  expect(await (await fetch(shop)).text()).toContain(`<plugboard-form src="${form}">`);
  const page = await (await fetch(form)).text();
  const token = /name="_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const fields = { full_name: "Mia", email: "mia@example.com", message: "Where is my lamp?", newsletter: "yes" };
  const origin = new URL(form).origin;
  // A person needs two seconds to fill in a form, and the host knows it.
  const post = () =>
    fetch(form, {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams({ ...fields, _token: token }),
      redirect: "manual",
    });
  await expect.poll(async () => (await post()).status, { timeout: 10_000, interval: 500 }).toBe(303);
  await expect.poll(() => messages.length).toBe(1);
  expect(messages[0]?.event).toMatchObject({ text: "Where is my lamp?", from: { value: "mia@example.com" } });
  expect(await center.consents.of("shop", { kind: "email", value: "mia@example.com" })).toHaveLength(1);
});
