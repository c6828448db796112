import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { connectorFiles, connectorTarball, temporaryFolder } from "./__fixtures__/connector-package.js";
import { startHeldServer } from "./__fixtures__/held-server.js";
import { isolateFromSource } from "./__fixtures__/isolate-from-source.js";
import { standing } from "./__fixtures__/standing.js";
import { Plugins } from "./plugins.js";

const WARM_UP = 4;
const ROUNDS = 8;
/** Of the package beside its code: what each round would leave that kept the package, or its process. */
const PADDING_BYTES = 1_048_576;
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const current = { apiKey: "k".repeat(20), webhookSecret: `whsec_${"A".repeat(32)}` };

/** The bench's rounds (`npm run bench -- --only plugin-load`) are two hundred; this is their sample. */
test("connectors that come and go in processes of their own leave heap, handles and listeners where they were", async () => {
  const server = await startHeldServer();
  const center = await createContactCenter({
    store: memoryStore({ keepFinished: 0 }),
    authority: { unchecked: "a test" },
    secrets: { resolve: () => Promise.resolve({ current }) },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const host = new Plugins(
    { providers: center.providers, folder: temporaryFolder(), verification: { unverified: "packages of the tests" } },
    await isolateFromSource(),
  );
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    host.close();
  });
  const code = Buffer.from((await connectorFiles()).get("dist/index.js") ?? []).toString("utf8");
  const tarball = await connectorTarball({ code: `${code}\n// ${"x".repeat(PADDING_BYTES)}` });
  const install = () => host.install({ tarball }, { limits: { startTimeoutMs: 30_000, busyTimeoutMs: 20_000 } });
  await install();
  const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
  const channel = { accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "s" };
  const shown = center.channels.disclosure("http", settings);
  const instruction = { ...channel, shown, instructed: act, termsAccepted: act };
  await center.channels.activate({ ...instruction, residency: { zones: ["EEA"] } });
  await host.remove("@acme/connector");
  const round = async (): Promise<void> => {
    await install();
    const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
    const content = { type: "text" as const, text: "Hello" };
    const result = await center.send({ accountId: "acme", channelId: "c1", recipients, content });
    if (!result.accepted) throw new Error(result.refusal.code);
    await center.messages.settled("acme", result.messageId);
    await host.remove("@acme/connector");
  };
  for (let done = 0; done < WARM_UP; done += 1) await round();
  const before = await standing();
  for (let done = 0; done < ROUNDS; done += 1) await round();
  const after = await standing();
  expect(server.texts).toHaveLength(WARM_UP + ROUNDS);
  expect([after.handles, after.listeners]).toEqual([before.handles, before.listeners]);
  // What V8 makes of code that runs often comes and goes by a megabyte.
  expect(after.heapBytes - before.heapBytes).toBeLessThan((ROUNDS / 2) * PADDING_BYTES);
}, 120_000);
