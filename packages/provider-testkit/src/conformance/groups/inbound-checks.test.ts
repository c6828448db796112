import { expect, test } from "vitest";
import { httpConformance } from "../../testing/http-conformance.js";
import { checkProvider } from "../check-provider.js";

test("fixtures whose sign proves nothing are told so by every check that posts, which waits for nothing", async () => {
  const good = httpConformance();
  const { webhooks } = good;
  if (webhooks === undefined) throw new Error("the provider of the kit has webhooks");
  const sign: typeof webhooks.sign = async (...delivery) => {
    const signed = await webhooks.sign(...delivery);
    const headers = Object.fromEntries(Object.keys(signed.headers).map((name) => [name, "v1,bm90aGluZw=="]));
    return { ...signed, headers };
  };
  const { checks } = await checkProvider(good.provider, { ...good, webhooks: { ...webhooks, sign } }, { quick: true });
  const inbound = checks.filter(({ check }) => /^(?:inbound|reports)\./.test(check) && !check.includes("shows-what"));
  expect(inbound.length).toBeGreaterThan(10);
  expect(new Set(inbound.map(({ found }) => found))).toEqual(
    new Set(["answered 401: what fixtures.webhooks.sign made does not prove it by standard-webhooks"]),
  );
}, 30_000);
