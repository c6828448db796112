import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import vm from "node:vm";
import { fakeConnection } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { buildModule } from "../__fixtures__/build-module.js";
import { provider as hostile } from "../__fixtures__/hostile-connector.js";
import { builtChild } from "../__fixtures__/isolate.js";
import { isolateProvider } from "../isolate-provider.js";
import { isolationLimitsSchema } from "../isolation-limits.js";
import { compiledCode, keepCompiledCode } from "./compiled-code.js";
import { PluginProcess, type PluginStart } from "./plugin-process.js";

const UNCONFINED = { command: [], network: false, processes: false, endsWithHost: false };
/** Says, by the name of its failure, what it had been asked when it was to load something. */
const TELLTALE = `import { Socket } from "node:net";
const border = new Socket({ fd: 3, readable: true, writable: true });
let code = "no code asked";
const say = (frame) => {
  const text = Buffer.from(JSON.stringify([frame]));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(text.byteLength);
  border.write(Buffer.concat([head, text]));
};
border.on("data", (batch) => {
  const frames = JSON.parse(batch.subarray(8));
  for (const { id, method } of frames) {
    if (method !== "code") say({ kind: "failure", id, failure: { name: code } });
    else if (frames.length === 1) (code = "CodeFirst"), say({ kind: "answer", id, data: {} });
    else code = "Together";
  }
});`.replaceAll("no code asked", "NoCodeAsked");

function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-code-")));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function startOf(limits: { readonly memoryMb?: number } = {}): Promise<PluginStart> {
  return {
    providerId: "hostile",
    manifest: hostile.manifest,
    entry: await buildModule(new URL("../__fixtures__/hostile-connector.ts", import.meta.url), "hostile"),
    child: await builtChild(),
    exportName: "provider",
    versions: {},
    readableFolders: [],
    confinement: UNCONFINED,
    limits: isolationLimitsSchema.parse(limits),
  };
}

async function opens({ entry, exportName, child, limits }: PluginStart): Promise<unknown> {
  const { provider, close } = await isolateProvider(
    { entry, exportName, manifest: hostile.manifest, limits },
    { child, confinement: UNCONFINED },
  );
  onTestFinished(close);
  return (await provider.open(fakeConnection(provider, { settings: {}, credentials: {} }))).outboundMessages;
}

test("the first process leaves what was compiled of its module to those with as much memory", async () => {
  const [start, other] = [await startOf({ memoryMb: 100 }), await startOf({ memoryMb: 101 })];
  expect(compiledCode(start)).toBeUndefined();
  expect(await opens(start)).toBeDefined();
  expect(compiledCode(start)?.byteLength).toBeGreaterThan(100_000);
  expect(compiledCode(other)).toBeUndefined();
  expect(await opens(start)).toBeDefined();
});

test("a process starts also with code that V8 does not take", async () => {
  const start = await startOf({ memoryMb: 102 });
  keepCompiledCode(start, new Uint8Array(300_000).fill(7));
  expect(await opens(start)).toBeDefined();
});

test("a process has given what was compiled before it is told of its connector, and a thread is not asked for it", async () => {
  const child = join(folder(), "telltale.mjs");
  writeFileSync(child, TELLTALE);
  const start = { ...(await startOf()), child, readableFolders: [dirname(child)] };
  const asked = async (question: "load" | "load-thread"): Promise<unknown> => {
    const plugin = new PluginProcess(start, { asked: () => undefined, told: () => undefined }, () => undefined);
    onTestFinished(() => plugin.stop("exit"));
    return plugin.ready(question, {}).catch((error: unknown) => (error as Error).name);
  };
  expect(await asked("load")).toBe("CodeFirst");
  expect(await asked("load-thread")).toBe("NoCodeAsked");
});

test("what was compiled is what runs", async () => {
  const place = folder();
  const start = join(place, "start.cjs");
  copyFileSync(await builtChild(), start);
  const says = (word: string): string => `process.stdout.write("${word}");`;
  writeFileSync(join(place, "isolated-plugin-worker.cjs"), says("this"));
  // V8 knows a source by its length.
  const script = new vm.Script(`(function (require, importModule, compiledCode) {${says("that")}\n})`);
  const node = spawn(process.execPath, [start], { env: {}, stdio: ["ignore", "pipe", "inherit", "ignore", "pipe"] });
  (node.stdio[4] as Writable).end(script.createCachedData());
  const [said] = await Promise.all([buffer(node.stdout as Readable), once(node, "exit")]);
  expect(said.toString()).toBe("that");
});
