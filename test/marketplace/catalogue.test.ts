import { countryCodeSchema, providerManifestSchema } from "@plugboard/core/spec";
import {
  countriesOf,
  type Listing,
  type MarketIndex,
  permissionsOf,
  renderCatalogue,
  renderListingPage,
} from "@plugboard/marketplace";
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
const index: MarketIndex = {
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
};
const page = renderCatalogue(index, { zones: { "the EEA": ["DE", "FR"] } });
const HOSTILE = "<img src=x onerror=\"document.title='ran'\">";

/** The page of a listing that tries to bring its own markup, and links that are no addresses of the web. */
function listingPage(): string {
  const residency = { processing: { countries: ["DE"], source: "https://postsms.example/dpa", readOn: "2026-11-20" } };
  const manifest = providerManifestSchema.parse({
    ...{
      id: "one",
      name: HOSTILE,
      version: "1.0.0",
      specificationVersion: "v1",
      coreRange: "^0.1.0",
      channelKinds: ["sms"],
    },
    seller: {
      legalName: HOSTILE,
      country: "DE",
      website: "javascript:document.title='ran'",
      support: "mailto:a@b.example",
    },
    documents: [{ kind: "terms", version: "3.1", url: "https://postsms.example/terms" }],
    ...{ accountModes: ["own"], capabilities: ["outboundMessages"], sendOperation: "send-message" },
    endpoints: [{ id: "api", url: "https://api.postsms.example/v1" }],
    operations: [{ id: "send-message", endpoints: ["api"], personalData: ["message-content"], residency }],
    ...{ content: { features: { text: "full" }, addressKinds: ["phone"] }, settings: {}, credentials: {} },
  });
  const { name, version, integrity, publisher, ...listed } = entry("one", {});
  const files = [{ path: "dist/index.js", sizeBytes: 1, sha256: "0".repeat(64) }];
  const listing: Listing = {
    formatVersion: 1,
    package: { name, version, integrity, sizeBytes: 2_000, files, dependencies: {} },
    publisher: { id: publisher, name: HOSTILE },
    publishedAt: "2026-11-22T00:00:00.000Z",
    providers: [
      {
        ...{ entry: ".", exportName: "one", manifest },
        subProcessors: [{ name: `Cloud ${HOSTILE}`, country: countryCodeSchema.parse("LU"), purpose: "servers" }],
        ...{ permissions: permissionsOf(manifest), dataCountries: countriesOf(manifest) },
      },
    ],
  };
  const tier = { provider: "one", tier: "none", examinedBy: "publisher", reasons: [HOSTILE] } as const;
  const current = { name, version, integrity, publisher, ...listed };
  const older = { ...current, version: "0.9.0", listing: "listings/@acme/provider-one/0.9.0.json" };
  return renderListingPage(
    { listing, keyId: "0".repeat(64), tiers: [tier] },
    { entry: current, marketplace: HOSTILE, versions: [current, older] },
  );
}

async function open(browser: Browser, { javaScriptEnabled = true, body = page, hash = "" } = {}) {
  const context = await browser.newContext({ javaScriptEnabled, bypassCSP: false });
  const tab = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  tab.on("request", (request) => asked.push(request.url()));
  tab.on("console", (message) => complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.route("**/*", (route) => route.fulfill({ body, contentType: "text/html" }));
  await tab.goto(`http://market.example/${hash}`);
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
    "keeps data within a zone, sorts, and says so when nothing fits",
    async () => {
      const { tab, close } = await open(browser());
      const shown = async () =>
        (await tab.locator("li.card:visible h2").allTextContents()).map((name) => name.split(" ").at(-1));
      expect(await shown()).toEqual(["one", "three", "two"]);
      await tab.getByLabel("Sorted by").selectOption("level");
      expect(await shown()).toEqual(["one", "two", "three"]);
      await tab.getByLabel("Data goes to").selectOption({ label: "only within the EEA" });
      expect(await shown()).toEqual(["one"]);
      await tab.getByLabel("Channel").selectOption({ label: "E-mail" });
      expect(await tab.getByText("Nothing fits all of this").isVisible()).toBe(true);
      await tab.getByRole("button", { name: "show everything" }).click();
      await expect.poll(async () => (await shown()).length).toBe(3);
      expect(await tab.getByText("Nothing fits all of this").isVisible()).toBe(false);
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "has what was chosen in its address, for whoever it is sent to",
    async () => {
      const { tab, close } = await open(browser());
      await tab.getByLabel("Channel").selectOption("email");
      await tab.getByLabel("Search").fill("acme");
      const hash = String(await tab.evaluate("location.hash"));
      expect(hash).toBe("#text=acme&channel=email");
      await close();
      const other = await open(browser(), { hash });
      expect(await other.tab.getByLabel("Channel").inputValue()).toBe("email");
      expect(await other.tab.locator("li.card:visible").count()).toBe(2);
      await other.close();
    },
    TIMEOUT_MS,
  );

  test(
    "can be used with the keyboard alone",
    async () => {
      const { tab, close } = await open(browser());
      await tab.keyboard.press("Tab");
      expect(await tab.evaluate("document.activeElement.textContent")).toBe("To the list");
      await tab.keyboard.press("Enter");
      await tab.keyboard.press("Tab");
      expect(await tab.evaluate("document.activeElement.closest('li.card') !== null")).toBe(true);
      await tab.getByLabel("Search").focus();
      await tab.keyboard.type("three");
      expect(await tab.locator("li.card:visible").count()).toBe(1);
      await close();
    },
    TIMEOUT_MS,
  );

  test(
    "with the newest version of each package only, and a word for a market without any",
    async () => {
      const older = { ...entry("one", { name: "Older" }), version: "0.9.0" };
      const { tab, close } = await open(browser(), {
        body: renderCatalogue({ ...index, entries: [older, ...index.entries] }),
      });
      expect(await tab.locator("li.card").count()).toBe(3);
      expect(await tab.getByText("Older").count()).toBe(0);
      await close();
      const empty = await open(browser(), { body: renderCatalogue({ ...index, entries: [] }) });
      expect(await empty.tab.getByText("Nothing is listed yet").isVisible()).toBe(true);
      expect(await empty.tab.locator("form:visible").count()).toBe(0);
      await empty.close();
    },
    TIMEOUT_MS,
  );

  test(
    "of one listing shows all it signs, and runs no line of it",
    async () => {
      const { tab, asked, close } = await open(browser(), { body: listingPage() });
      expect(await tab.locator("script, img").count()).toBe(0);
      expect(await tab.locator("a[href^='javascript:']").count()).toBe(0);
      const text = (await tab.locator("main").textContent()) ?? "";
      for (const shown of [
        "Germany",
        `Cloud ${HOSTILE}, Luxembourg: servers`,
        "connects to https://api.postsms.example/v1",
        "terms, version 3.1",
      ])
        expect(text).toContain(shown);
      expect(await tab.getByRole("link", { name: "0.9.0" }).getAttribute("href")).toBe(
        "../../../listings/@acme/provider-one/0.9.0.html",
      );
      expect(asked).toEqual(["http://market.example/"]);
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
      const { tab, close } = await open(browser(), { javaScriptEnabled: false });
      expect(await tab.locator("li.card:visible").count()).toBe(3);
      expect(await tab.locator("form:visible").count()).toBe(0);
      await close();
    },
    TIMEOUT_MS,
  );

  test.each([
    ["light", 1_280, "the catalogue"],
    ["dark", 320, "the catalogue"],
    ["light", 320, "a listing"],
    ["dark", 1_280, "a listing"],
  ] as const)(
    "has nothing that axe finds wrong, and nothing wider than the window: %s, %i pixels, %s",
    async (colorScheme, width, which) => {
      const context = await browser().newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
      const tab = await context.newPage();
      await tab.setContent(which === "a listing" ? listingPage() : page);
      expect(await tab.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
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
