import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Narration } from "./narration.js";
import { runCompliance } from "./run-compliance.js";

test("the whole story runs offline, and every rule holds", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "plugboard-compliance-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const lines: string[] = [];
  const narration = new Narration((line) => void lines.push(line), true);
  expect(await runCompliance(folder, narration)).toBe(true);
  expect(lines.map((line) => (JSON.parse(line) as { step: string }).step)).toEqual([
    "us-provider-refused",
    "stranger-refused",
    "terms-accepted-and-active",
    "no-consent-no-message",
    "sent-with-receipt",
    "sub-processor-waits",
    "transfer-map-exported",
    "evidence-exported",
    "withdrawn",
    "erased",
    "ledger-verifies",
    "changed-byte-found",
  ]);
  expect((await readdir(join(folder, "exports"))).sort()).toEqual([
    "checkpoint.json",
    "evidence.ndjson",
    "ledger-key.pem",
    "ledger.ndjson",
    "transfer-map.json",
    "transfer-map.md",
    "transfer-map.svg",
  ]);
});
