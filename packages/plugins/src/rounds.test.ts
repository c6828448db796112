import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { connectorFiles, connectorTarball, temporaryFolder } from "./__fixtures__/connector-package.js";
import { standing } from "./__fixtures__/standing.js";
import { Plugins } from "./plugins.js";

const WARM_UP = 30;
const ROUNDS = 60;
/** Compiling goes on for some hundred rounds. A round that kept the package it read would leave ten times as much. */
const HEAP_BYTES_PER_ROUND = 24_576;
/** Of the package beside its code. */
const PADDING_BYTES = 262_144;

/** A provider that does nothing, of the manifest that is published. */
async function smallCode(): Promise<string> {
  const files = await connectorFiles({ code: "" });
  const published = Buffer.from(files.get("dist/plugboard.json") ?? []).toString("utf8");
  return `const { manifest } = ${published}.providers[0];
    export const acme = { specificationVersion: "v1", manifest, open() {} };
    // ${"x".repeat(PADDING_BYTES)}`;
}

/** The bench's rounds (`npm run bench -- --only plugin-load`) are a thousand; this is their sample. */
test("connectors that come and go leave heap, handles and listeners where they were", async () => {
  const center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" } });
  onTestFinished(() => center.close({ graceMs: 0 }));
  const host = new Plugins({
    providers: center.providers,
    folder: temporaryFolder(),
    verification: { unverified: "packages of the tests" },
  });
  const tarball = await connectorTarball({ code: await smallCode() });
  const round = async (): Promise<void> => {
    await host.install({ tarball }, { level: "in-process" });
    await host.remove("@acme/connector");
  };
  for (let done = 0; done < WARM_UP; done += 1) await round();
  const before = await standing();
  for (let done = 0; done < ROUNDS; done += 1) await round();
  const after = await standing();
  expect([after.handles, after.listeners]).toEqual([before.handles, before.listeners]);
  expect((after.heapBytes - before.heapBytes) / ROUNDS).toBeLessThan(HEAP_BYTES_PER_ROUND);
  expect([center.providers.list(), host.list()]).toEqual([[], []]);
}, 60_000);
