import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findProviders } from "../../scripts/docs/find-providers.js";
import type { ReferencePage } from "../../scripts/docs/reference-page.js";
import { referencePages } from "../../scripts/docs/reference-pages.js";

const root = join(import.meta.dirname, "../..");
const TIMEOUT_MS = 240_000;
let pages: readonly ReferencePage[];

beforeAll(async () => {
  pages = await referencePages();
}, TIMEOUT_MS);

describe("the generated reference", () => {
  test("is what the code says (else: npm run docs:reference)", () => {
    for (const { path, text } of pages) {
      const present = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
      // A difference of thousands of lines says nothing: the first one does.
      const lines = text.split("\n");
      const index = present.split("\n").findIndex((line, at) => line !== lines[at]);
      expect(present === text ? "" : `${path}:${index + 1} ${lines[index] ?? "ends here"}`).toBe("");
    }
  });

  test("has every provider of the tree on every page of providers", async () => {
    const providers = await findProviders();
    expect(providers.map(({ provider }) => provider.manifest.id)).toEqual(
      expect.arrayContaining(["smtp", "whatsapp-meta", "telephony-twilio", "webform", "livechat", "resend"]),
    );
    for (const page of pages)
      for (const { provider } of providers)
        expect(page.text, page.path).toContain(
          page.path.endsWith("capabilities.md") ? provider.manifest.id : provider.manifest.name,
        );
  });

  test("says what a field means as the comment beside it does", () => {
    const settings = pages.find(({ path }) => path.endsWith("settings.md"))?.text ?? "";
    const line = settings.split("\n").find((one) => one.startsWith("| `returnPath`"));
    expect(line).toContain("Where the servers on the way send bounces");
    expect(settings.split("\n").find((one) => one.startsWith("| `imap.maxMessageBytes`"))).toMatch(
      /41943040.*never cut/,
    );
  });

  test("leaves no field of a setting or credential without its meaning, but those of one-file providers", () => {
    const settings = pages.find(({ path }) => path.endsWith("settings.md"))?.text ?? "";
    const silent = settings
      .split("\n## ")
      .filter((section) => !section.includes('"@plugboard/provider-http/'))
      .flatMap((section) => section.split("\n").filter((line) => /^\| `.*\| +\|$/.test(line)));
    expect(silent).toEqual([]);
  });
});
