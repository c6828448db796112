import { readdirSync, readFileSync } from "node:fs";
import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import type { ProviderInstanceV1 } from "@plugboard/core/spec";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { buildModule } from "./__fixtures__/build-module.js";
import { provider as hostile } from "./__fixtures__/hostile-connector.js";
import { isolateProvider } from "./isolate-provider.js";
import type { IsolationLimitsInput } from "./isolation-limits.js";

const fixture = (name: string) => new URL(`./__fixtures__/${name}.ts`, import.meta.url);

async function open(limits: IsolationLimitsInput = {}, name = "child") {
  await buildModule(fixture("thread-of-connector"), "threaded", "thread.mjs");
  const entry = await buildModule(fixture("threaded-connector"), "threaded");
  const child = await buildModule(new URL("./child/isolated-plugin-worker-main.ts", import.meta.url), name);
  const isolated = await isolateProvider(
    { entry, exportName: "provider", manifest: hostile.manifest, limits },
    { child },
  );
  onTestFinished(() => isolated.close());
  const { provider } = isolated;
  const instance = await provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
  return { instance, child };
}

async function told(instance: ProviderInstanceV1, text: string): Promise<string | undefined> {
  const recipients = [{ address: { kind: "phone" as const, value: "+4930123456" } }];
  const transfer = fakeTransfer({ recipients, content: { type: "text", text } });
  const outcome = await instance.outboundMessages?.doSend(transfer);
  return outcome?.outcome === "received" ? outcome.providerMessageId : undefined;
}

/** Processes of this one that run the connector's module, of whatever depth. */
function processesOf(child: string): number {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0").includes(child);
      } catch {
        // It ended meanwhile.
        return false;
      }
    }).length;
}

describe("a thread of a connector in a process of its own", () => {
  test("gets bytes and data, and answers, as in the host's process", async () => {
    const { instance } = await open();
    const answer = JSON.parse((await told(instance, "add")) ?? "null") as unknown;
    expect(answer).toEqual({ sum: 6, isMainThread: false, workerData: { greeting: "good day" } });
  });

  test.each([
    "read a file",
    "start a process",
    "start a thread",
    "see the environment",
    "connect a socket",
    "use fetch",
  ])("cannot %s", async (escape) => {
    const { instance } = await open();
    expect(await told(instance, escape)).toMatch(/^\{"refused":"/);
  });

  test("that loops without end is ended, and its connector goes on", async () => {
    const { instance } = await open({ threadBusyTimeoutMs: 300 });
    expect(await told(instance, "loop without end")).toBe("exit");
    expect(await told(instance, "greet")).toBe("hello");
  });

  test("beyond the limit is refused with an error event", async () => {
    const { instance } = await open({ maxThreads: 1 });
    expect(await told(instance, "twice")).toBe("error: UnknownQuestionError");
  });

  test.skipIf(process.platform !== "linux")("is gone when it was ended, and with its connector", async () => {
    // A module of its own tells these processes from those of other tests, which may still be ending.
    const { instance, child } = await open({}, "child-counted");
    const alone = processesOf(child);
    await told(instance, "add");
    await vi.waitFor(() => expect(processesOf(child)).toBe(alone), { timeout: 5_000 });
    await told(instance, "twice");
    await vi.waitFor(() => expect(processesOf(child)).toBe(2 * alone), { timeout: 5_000 });
    await instance.close();
    await vi.waitFor(() => expect(processesOf(child)).toBe(0), { timeout: 5_000 });
  });
});
