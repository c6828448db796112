import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { verifyExport } from "@plugboard/ledger";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readMarkdownPage } from "../../scripts/docs/markdown-page.js";
import { sampleFiles } from "./sample-files.js";

const root = join(import.meta.dirname, "../..");
const cache = join(root, "docs/.vitepress/cache");
const TIMEOUT_MS = 120_000;

describe("the programs of the pages for hosts, as their reader types them", () => {
  let folder: string;
  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "path-"));
    mkdirSync(join(folder, "my"));
    for (const page of ["docs/paths/run-a-host.md", "docs/host-tasks.md"])
      for (const { path, text } of sampleFiles(page, readMarkdownPage(readFileSync(join(root, page), "utf8")).blocks))
        writeFileSync(join(folder, "my", basename(path)), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (program: string): Promise<{ code: unknown; printed: string }> => {
    const flags = ["--conditions=@plugboard/source", "--import", "tsx"];
    const child = spawn(process.execPath, [...flags, program], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const [code] = (await once(child, "close")) as [unknown];
    return { code, printed };
  };

  test(
    "the host sends a message and is refused a second one, and leaves an export that verifies",
    async () => {
      const { code, printed } = await run("my/host.ts");
      expect({ code, printed: code === 0 ? "" : printed }).toEqual({ code: 0, printed: "" });
      expect(printed).toContain("outcome: 'received'");
      expect(printed).toContain("code: 'RECIPIENT_SUPPRESSED'");
      const { verified, findings } = await verifyExport(join(folder, "my/acme.ndjson"));
      expect({ verified, findings }).toEqual({ verified: true, findings: [] });
    },
    TIMEOUT_MS,
  );

  test(
    "a question that comes in is answered",
    async () => {
      const { code, printed } = await run("my/receive.ts");
      expect({ code, printed: code === 0 ? "" : printed }).toEqual({ code: 0, printed: "" });
      expect(printed).toContain("Are you open today?");
      expect(printed).toContain("outcome: 'received'");
    },
    TIMEOUT_MS,
  );

  test(
    "offers by SMS wait for a consent, end with STOP, and are erased with their person",
    async () => {
      const { code, printed } = await run("my/offers.ts");
      expect({ code, printed: code === 0 ? "" : printed }).toEqual({ code: 0, printed: "" });
      expect(printed.match(/CONSENT_MISSING|state: 'received'|reason: 'opt-out'|RECIPIENT_SUPPRESSED/g)).toEqual([
        "CONSENT_MISSING",
        "state: 'received'",
        "reason: 'opt-out'",
        "RECIPIENT_SUPPRESSED",
      ]);
      expect(printed).toContain("provider telephony-twilio done");
      expect(printed.trim().split("\n").at(-1)).toBe("done");
    },
    TIMEOUT_MS,
  );

  test(
    "a first message by WhatsApp is a template, and free text follows the person's answer",
    async () => {
      const { code, printed } = await run("my/whatsapp.ts");
      expect({ code, printed: code === 0 ? "" : printed }).toEqual({ code: 0, printed: "" });
      const [offered, early, first, later] = printed.trim().split("\n");
      expect(offered).toBe("US: the provider offers standard-contractual-clauses");
      expect(early).toMatch(/^SERVICE_WINDOW_CLOSED send an approved template/);
      expect([first, later]).toEqual(["received", "true"]);
    },
    TIMEOUT_MS,
  );
});
