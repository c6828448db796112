import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyExport } from "@plugboard/ledger";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMarkdownPage } from "../../scripts/docs/markdown-page.js";

const root = join(import.meta.dirname, "../..");
const cache = join(root, "docs/.vitepress/cache");
const TIMEOUT_MS = 120_000;

describe("the host of docs/paths/run-a-host.md, as its reader types it", () => {
  let folder: string;
  let printed = "";
  let code: unknown;

  beforeAll(async () => {
    const { blocks } = readMarkdownPage(readFileSync(join(root, "docs/paths/run-a-host.md"), "utf8"));
    const typed = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "path-"));
    mkdirSync(join(folder, "my"));
    writeFileSync(join(folder, "my/host.ts"), typed.join("\n"));
    const flags = ["--conditions=@plugboard/source", "--import", "tsx"];
    const child = spawn(process.execPath, [...flags, "my/host.ts"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    [code] = await once(child, "close");
  }, TIMEOUT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("sends a message and is refused a second one, as the page says", () => {
    expect({ code, printed: code === 0 ? "" : printed }).toEqual({ code: 0, printed: "" });
    expect(printed).toContain("outcome: 'received'");
    expect(printed).toContain("code: 'RECIPIENT_SUPPRESSED'");
  });

  test("leaves an export that verifies", async () => {
    const { verified, findings } = await verifyExport(join(folder, "my/acme.ndjson"));
    expect({ verified, findings }).toEqual({ verified: true, findings: [] });
  });
});
