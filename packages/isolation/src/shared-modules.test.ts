import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fakeConnection, fakeTransfer } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import zodPackage from "zod/package.json" with { type: "json" };
import { builtChild } from "./__fixtures__/isolate.js";
import { provider as hostile } from "./__fixtures__/hostile-connector.js";
import { isolateProvider } from "./isolate-provider.js";

const { manifest } = hostile;
/** The least a connector is; it answers with `said`. */
const PROVIDER = `({
  manifest: ${JSON.stringify(manifest)},
  settingsSchema: { parseAsync: async (settings) => settings },
  open: () => ({
    outboundMessages: { doSend: async () => ({ outcome: "received", providerMessageId: said }) },
    close: async () => undefined,
  }),
})`;
const ESM = `export const provider = ${PROVIDER};`;
/** What stands in the place of zod in the connector's own folder: another one than its process has. */
const OTHER_ZOD = `export const z = { object: "another" };`;

/** @param files - by path; `index.js` is the connector. */
function write(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "plugboard-shared-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ "package.json": `{"type":"module"}`, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, "index.js");
}
const zodOf = (version: string) => ({
  "node_modules/zod/package.json": JSON.stringify({ name: "zod", version, type: "module", exports: "./index.js" }),
  "node_modules/zod/index.js": OTHER_ZOD,
});

async function said(files: Readonly<Record<string, string>>): Promise<unknown> {
  const entry = write(files);
  const { provider, close } = await isolateProvider(
    { entry, exportName: "provider", manifest },
    { child: await builtChild() },
  );
  onTestFinished(close);
  const instance = await provider.open(fakeConnection(provider, { settings: {}, credentials: {} }));
  const to = { kind: "phone", value: "+4930123456" } as const;
  const transfer = fakeTransfer({ recipients: [{ address: to }], content: { type: "text", text: "hello" } });
  const outcome = await instance.outboundMessages?.doSend(transfer);
  return outcome?.outcome === "received" ? outcome.providerMessageId : outcome;
}

const OF_ZOD = `import { z } from "zod"; const said = typeof z.object; ${ESM}`;

test("a connector that finds the zod of its process is given that one", async () => {
  expect(await said({ "index.js": OF_ZOD, ...zodOf(zodPackage.version) })).toBe("function");
});

test("a connector that finds another version of zod has its own", async () => {
  expect(await said({ "index.js": OF_ZOD, ...zodOf("4.0.0") })).toBe("string");
});

test("a connector that has to be loaded by Node is given nothing of its process", async () => {
  const other = {
    "node_modules/other/package.json": `{"type":"module","exports":"./i.js"}`,
    "node_modules/other/i.js": "",
  };
  const shared = zodOf(zodPackage.version);
  expect(await said({ "index.js": `import "other"; ${OF_ZOD}`, ...other, ...shared })).toBe("string");
});

test.each([
  ["a package", `import { a } from "other"; const said = a; ${ESM}`],
  ["a module by an import while it runs", `const { a } = await import("./a.js"); const said = a; ${ESM}`],
  ["where a module is", `const said = import.meta.resolve("./a.js").slice(-4); ${ESM}`],
  ["a script", `import a from "./a.cjs"; const said = a; ${ESM}`],
  ["data", `import a from "./a.json" with { type: "json" }; const said = a; ${ESM}`],
])("a connector that asks for %s runs as in the host's process", async (_what, text) => {
  const files = {
    "index.js": text,
    "a.js": `export const a = "a.js";`,
    "a.cjs": `module.exports = "a.js";`,
    "a.json": `"a.js"`,
    "node_modules/other/package.json": `{"type":"module","exports":"./i.js"}`,
    "node_modules/other/i.js": `export const a = "a.js";`,
  };
  expect(await said(files)).toBe("a.js");
});

test("a connector that is a script runs as in the host's process", async () => {
  const text = `const said = typeof require; exports.provider = ${PROVIDER};`;
  expect(await said({ "package.json": "{}", "index.js": text })).toBe("function");
});

test("files of a connector that import each other in a circle are loaded once, with their own addresses", async () => {
  const files = {
    "index.js": `import { b } from "./lib/b.mjs"; export const times = { count: 0 }; const said = b(); ${ESM}`,
    "lib/b.mjs": `import { times } from "../index.js"; import { basename } from "node:path"; await null;
      export const b = () => [typeof times, basename(import.meta.url), import.meta.filename.endsWith("b.mjs")].join();`,
  };
  expect(await said(files)).toBe("object,b.mjs,true");
});

test("a connector that throws while it is loaded is not loaded again by other means", async () => {
  const text = `globalThis.times = (globalThis.times ?? 0) + 1; if (globalThis.times === 1) throw new Error("once"); const said = "twice"; ${ESM}`;
  await expect(said({ "index.js": text })).rejects.toMatchObject({ name: "Error" });
});
