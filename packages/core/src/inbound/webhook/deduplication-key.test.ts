import { describe, expect, test } from "vitest";
import type { RawInbound } from "../../spec/inbound/raw-inbound.js";
import type { WebhookContract } from "../../spec/manifest/webhook-contract.js";
import { deduplicationKey } from "./deduplication-key.js";

const raw: RawInbound = {
  rawId: "r1",
  source: "webhook",
  recordedAtMs: 0,
  contentType: "application/json",
  body: new TextEncoder().encode("{}"),
  attributes: {},
};
const contract = { signature: { scheme: "secret-path" } } as unknown as WebhookContract;
const OF_THE_BODY = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

async function keyOf(doDeduplicationKey: () => unknown) {
  let failures = 0;
  const plugin = { doParse: () => [], doDeduplicationKey: doDeduplicationKey as () => string };
  const key = deduplicationKey(plugin, raw, contract, () => (failures += 1));
  return { key: await key, isAtOnce: typeof key === "string", failures };
}

describe("the key of a delivery", () => {
  test("is the plugin's, at once when it says it at once", async () => {
    expect(await keyOf(() => "k1")).toEqual({ key: "k1", isAtOnce: true, failures: 0 });
  });

  test("is waited for when the plugin runs elsewhere", async () => {
    expect(await keyOf(() => Promise.resolve("k1"))).toEqual({ key: "k1", isAtOnce: false, failures: 0 });
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("body");
      },
    ],
    ["rejects", () => Promise.reject(new Error("body"))],
  ])("is the body's hash when the plugin %s, and that is told", async (_name, plugin) => {
    expect(await keyOf(plugin)).toMatchObject({ key: OF_THE_BODY, failures: 1 });
  });

  test.each([
    ["nothing", () => undefined],
    ["an empty text", () => Promise.resolve("")],
    ["a number", () => 7],
  ])("is the body's hash when the plugin says %s", async (_name, plugin) => {
    expect(await keyOf(plugin)).toMatchObject({ key: OF_THE_BODY, failures: 0 });
  });

  test("is a hash of a longer one", async () => {
    expect((await keyOf(() => "k".repeat(1_001))).key).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
