import { renderCatalogue, type MarketIndex } from "@plugboard/marketplace";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser } from "../browser/open-browser.js";

const TIMEOUT_MS = 60_000;
const entry = (id: string, changes: Partial<MarketIndex["entries"][number]["providers"][number]>) => ({
  name: `@acme/provider-${id}`,
  version: "1.0.0",
  description: `<script>document.title = "ran"</script> & "${id}"`,
  publisher: "acme",
  integrity: `sha512-${"A".repeat(86)}==`,
  listing: `listings/@acme/provider-${id}/1.0.0.json`,
  listingSha256: "0".repeat(64),
  listedAt: "2026-11-22T00:00:00.000Z",
  providers: [
    {
      id,
      name: `<img src=x onerror="document.title='ran'"> ${id}`,
      channelKinds: ["sms" as const],
      capabilities: ["outboundMessages"],
      seller: "Acme & Söhne",
      sellerCountry: "DE",
      countries: ["DE"],
      chosenByAccount: false,
      tier: "gold" as const,
      examinedBy: "publisher" as const,
      ...changes,
    },
  ],
});
const page = renderCatalogue({
  formatVersion: 1,
  marketplace: "Market </title><script>document.title='ran'</script>",
  sequence: 1,
  issuedAt: "2026-11-22T00:00:00.000Z",
  expiresAt: "2026-11-29T00:00:00.000Z",
  entries: [
    entry("one", {}),
    entry("two", { channelKinds: ["email"], countries: ["DE", "US"], tier: "bronze" }),
    entry("three", { channelKinds: ["email"], tier: "none", chosenByAccount: true }),
  ],
});

async function open(browser: Browser, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled, bypassCSP: false });
  const tab = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  tab.on("request", (request) => asked.push(request.url()));
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.route("**/*", (route) => route.fulfill({ body: page, contentType: "text/html" }));
  await tab.goto("http://market.example/");
  return { tab, asked, complaints, close: () => context.close() };
}

openBrowser("the catalogue's page", (browser) => {
  test(
    "shows what fits channel, country, level and words, and loads nothing",
    async () => {
      const { tab, asked, complaints, close } = await open(browser());
      const shown = () => tab.locator("main li:visible h2").allTextContents();
      expect(await shown()).toHaveLength(3);
      await tab.getByLabel("Channel").selectOption("email");
      expect(await shown()).toHaveLength(2);
      await tab.getByLabel("Level at least").selectOption("bronze");
      expect((await shown()).join()).toContain("two");
      expect(await tab.getByRole("status").textContent()).toBe("1 of 3 shown");
      await tab.getByRole("button", { name: "Show all" }).click();
      await tab.getByLabel("Data goes to").selectOption("DE");
      expect(await shown()).toHaveLength(3);
      await tab.getByLabel("and nowhere else").check();
      expect((await shown()).join()).toContain("one");
      expect(await shown()).toHaveLength(1);
      await tab.getByRole("button", { name: "Show all" }).click();
      await tab.getByLabel("Search").fill("ACME three");
      expect((await shown()).join()).toContain("three");
      expect(asked).toEqual(["http://market.example/"]);
      expect(complaints).toEqual([]);
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "runs no line that came from an entry",
    async () => {
      const { tab, close } = await open(browser());
      expect(await tab.title()).toContain("</title><script>");
      expect(await tab.locator("main img, main script").count()).toBe(0);
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "would not run one if it were there: the policy stops it",
    async () => {
      const { tab, complaints, close } = await open(browser());
      await tab.evaluate(
        `const script = document.createElement("script"); script.textContent = "document.title = 'ran'"; document.body.append(script);`,
      );
      expect(await tab.title()).not.toBe("ran");
      expect(complaints.join()).toContain("Content Security Policy");
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "is whole without scripts",
    async () => {
      const { tab, close } = await open(browser(), false);
      expect(await tab.locator("main li:visible").count()).toBe(3);
      expect(await tab.locator("form:visible").count()).toBe(0);
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "has nothing that axe finds wrong",
    async () => {
      const context = await browser().newContext({ bypassCSP: true });
      const tab = await context.newPage();
      await tab.setContent(page);
      await tab.addScriptTag({ content: axe.source });
      const violations = await tab.evaluate(async () => {
        const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
        return (await checker.run()).violations.map(({ id }) => id);
      });
      expect(violations).toEqual([]);
      await context.close();
    },
    TIMEOUT_MS,
  );
});
