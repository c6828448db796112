import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import type { ProviderInstanceV1, ProviderV1, SendOutcomeInput } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { isolateHostile } from "./__fixtures__/isolate.js";
import { provider as hostile } from "./__fixtures__/hostile-connector.js";

const open = async (provider: ProviderV1, settings: unknown = {}): Promise<ProviderInstanceV1> =>
  provider.open(fakeConnection(provider, { settings, credentials: {} }));

async function send(instance: ProviderInstanceV1, text: string): Promise<SendOutcomeInput> {
  const transfer = fakeTransfer({
    recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
    content: { type: "text", text },
  });
  const sending = instance.outboundMessages?.doSend(transfer);
  if (sending === undefined) throw new Error("sends nothing");
  return sending;
}
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

describe("a connector in a process of its own", () => {
  test("answers as it does in the host's process, with its own settings schema applied", async () => {
    const { provider } = await isolateHostile();
    const answer = await send(await open(provider), "greet");
    expect(answer).toEqual({ outcome: "received", providerMessageId: "hello" });
    expect(answer).toEqual(await send(await open(hostile), "greet"));
  });

  test("carries several channels, each with its own settings", async () => {
    const { provider } = await isolateHostile();
    const [first, second] = await Promise.all([open(provider), open(provider, { greeting: "good day" })]);
    expect(await send(second, "greet")).toMatchObject({ providerMessageId: "good day" });
    expect(await send(first, "greet")).toMatchObject({ providerMessageId: "hello" });
  });

  test("is told when its answer is no longer wanted", async () => {
    const { provider } = await isolateHostile();
    const instance = await open(provider);
    const aborter = new AbortController();
    const probing = instance.probe?.doProbe(aborter.signal);
    aborter.abort();
    expect(await probing).toMatchObject({ code: "ABORTED" });
  });

  test("that says another manifest than was published gets no channel", async () => {
    const manifest = { ...hostile.manifest, seller: { ...hostile.manifest.seller, country: "FR" } };
    const { provider, stops } = await isolateHostile({ manifest });
    const failure: unknown = await open(provider).catch((error: unknown) => error);
    expect(codeOf(failure)).toBe("PLUGIN_STOPPED");
    expect(stops).toMatchObject([{ reason: "manifest-differs" }]);
  });

  test("ends when its last channel closes, and starts again with the next", async () => {
    const { provider, stops } = await isolateHostile();
    const instance = await open(provider);
    await instance.close();
    await instance.close();
    expect(await send(await open(provider), "greet")).toMatchObject({ outcome: "received" });
    expect(stops).toEqual([]);
  });

  test("gives what it threw by its class alone", async () => {
    const { provider } = await isolateHostile();
    const failure: unknown = await send(await open(provider), "throw").catch((error: unknown) => error);
    expect(String((failure as Error).stack)).not.toContain("secret-canary");
    expect(failure).toMatchObject({ name: "Error" });
  });

  test("is refused a host that is not declared, by the same guard and the same error", async () => {
    const { provider } = await isolateHostile();
    const failures = await Promise.all(
      [provider, hostile].map(async (one) => send(await open(one), "go elsewhere").catch((error: unknown) => error)),
    );
    expect(failures.map(codeOf)).toEqual(["EGRESS_REFUSED", "EGRESS_REFUSED"]);
    expect(failures[0]).toMatchObject({ reason: "endpoint-undeclared" });
  });

  test("does not hold up the host by a pattern of its settings, and is checked while it does not run", async () => {
    const key = { type: "string", pattern: "^(a+)+$" };
    const settings = { type: "object", properties: { key } };
    const { provider } = await isolateHostile({ manifest: { ...hostile.manifest, settings, credentials: settings } });
    const beganAtMs = performance.now();
    const endless = { key: `${"a".repeat(40)}!` };
    for (const schema of [provider.settingsSchema, provider.credentialsSchema])
      expect(schema.safeParse(endless).success).toBe(false);
    expect(performance.now() - beganAtMs).toBeLessThan(4_000);
  });

  test("whose settings have no schema that can be read is refused by its manifest", async () => {
    const manifest = { ...hostile.manifest, settings: { type: "string", pattern: "(" } };
    await expect(isolateHostile({ manifest })).rejects.toMatchObject({ code: "MANIFEST_INVALID" });
  });

  test.each(["answer with a function", "answer with a cycle", "answer with a BigInt"])("cannot %s", async (wish) => {
    const { provider } = await isolateHostile();
    const failure: unknown = await send(await open(provider), wish).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "NotDataError" });
  });
});
