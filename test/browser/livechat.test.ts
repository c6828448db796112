import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { signVisitorIdentity } from "@plugboard/provider-livechat";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { expect, onTestFinished, test } from "vitest";
import { axeViolations } from "./axe-violations.js";
import { type ChatPage, openChat } from "./livechat/open-chat.js";
import { chatCredentials, type ChatSite, type ChatSiteOptions, startChatSite } from "./livechat/start-chat-site.js";
import { talkAcrossAKill } from "./livechat/talk-across-a-kill.js";
import { openBrowser } from "./open-browser.js";

const OUT = join(import.meta.dirname, "../../.ci/out/screenshots/livechat");
const LIMIT_MS = 60_000;
const patient = { timeout: 15_000 };

async function start(options?: ChatSiteOptions): Promise<ChatSite> {
  const site = await startChatSite(options);
  onTestFinished(() => site.close());
  return site;
}

/** An expression for the page: how something in the element is drawn. */
const styleOf = (selector: string, name: string): string =>
  `getComputedStyle(document.querySelector("plugboard-chat").shadowRoot.querySelector("${selector}")).${name}`;

const VISIBLE_NOTES = `[...document.querySelector("plugboard-chat").shadowRoot.querySelectorAll(".note:not([hidden])")].map(({ textContent }) => textContent)`;

/** Colours do not hang on words: a dark page in two languages, one of them from right to left. */
const DARK: readonly string[] = ["en", "ar"];

const texts = { en: "Hello", de: "Hallo", ru: "Здравствуйте", ar: "مرحبًا" };

openBrowser("live chat in a real browser", (browser) => {
  const open = async (site: ChatSite, options?: Parameters<typeof openChat>[2]): Promise<ChatPage> => {
    const chat = await openChat(browser(), site, options);
    onTestFinished(() => chat.close());
    return chat;
  };

  test(
    "two visitors and an operator talk at the same time, and nobody sees the other's words",
    async () => {
      const site = await start();
      const [ann, bob] = await Promise.all([open(site), open(site)]);
      for (let round = 1; round <= 5; round += 1)
        await Promise.all([ann.say(`ann ${String(round)}`), bob.say(`bob ${String(round)}`)]);
      const [toAnn, toBob] = await Promise.all([site.sessionOf("ann 1"), site.sessionOf("bob 1")]);
      for (let round = 1; round <= 5; round += 1)
        await Promise.all([
          site.answer(toAnn, `to ann ${String(round)}`),
          site.answer(toBob, `to bob ${String(round)}`),
        ]);
      const five = (name: string): string[] => [1, 2, 3, 4, 5].map((round) => `${name} ${String(round)}`);
      await expect
        .poll(async () => (await ann.messages()).sort(), patient)
        .toEqual([...five("ann"), ...five("to ann")].sort());
      await expect
        .poll(async () => (await bob.messages()).sort(), patient)
        .toEqual([...five("bob"), ...five("to bob")].sort());
      expect((await ann.messages()).filter((text) => text.startsWith("ann"))).toEqual(five("ann"));
      await expect
        .poll(
          () => site.events.filter(({ event }) => event.type === "delivery-report" && event.status === "read").length,
          patient,
        )
        .toBe(10);
      expect([ann.foreign, bob.foreign, ann.errors, bob.errors]).toEqual([[], [], [], []]);
    },
    LIMIT_MS,
  );

  test(
    "a reload in mid-conversation shows everything once, and typing, read marks and presence live on",
    async () => {
      const site = await start();
      const { page, say, messages } = await open(site);
      await say("one");
      const session = await site.sessionOf("one");
      await page.reload();
      await site.answer(session, "two, while away");
      await page.locator("plugboard-chat .launcher").click();
      await expect.poll(messages, patient).toEqual(["one", "two, while away"]);
      await say("three");
      await site.sessionOf("three");
      const last = site.events.filter(({ event }) => event.type === "message").at(-1)?.event;
      const providerMessageId = last?.type === "message" ? last.providerMessageId : "";
      const shown = { accountId: "acme", channelId: "chat", providerMessageId };
      await site.center.conversations.signal({ ...shown, signal: "typing" });
      await expect.poll(() => page.locator("plugboard-chat .dots").isVisible(), patient).toBe(true);
      await site.center.conversations.signal({ ...shown, signal: "read" });
      await expect.poll(() => page.locator("plugboard-chat .meta").textContent(), patient).toBe("Read");
    },
    LIMIT_MS,
  );

  test(
    "what is written without a network waits, survives a reload, and arrives once and in order",
    async () => {
      const site = await start();
      const { page, context, say, messages } = await open(site);
      await say("before");
      const session = await site.sessionOf("before");
      await context.setOffline(true);
      await say("offline one");
      await say("offline two");
      await expect
        .poll(() => page.locator("plugboard-chat .meta").last().textContent(), patient)
        .toMatch(/Waiting|Sending/);
      await site.answer(session, "answered meanwhile");
      // The page itself can be loaded again, and the chat's host cannot be reached yet.
      const away = /\/sites\/chat\/(?:messages|events|log|config)/;
      await context.route(away, (route) => route.abort());
      await context.setOffline(false);
      await page.reload();
      await page.locator("plugboard-chat .launcher").click();
      await expect.poll(messages, patient).toEqual(["offline one", "offline two"]);
      await context.unroute(away);
      await page.evaluate("dispatchEvent(new Event('online'))");
      await site.sessionOf("offline two");
      await expect
        .poll(messages, patient)
        .toEqual(expect.arrayContaining(["before", "answered meanwhile", "offline one", "offline two"]));
      const sent = site.events.flatMap(({ event }) => (event.type === "message" ? [event.text] : []));
      expect(sent).toEqual(["before", "offline one", "offline two"]);
      expect(await messages()).toHaveLength(4);
    },
    LIMIT_MS,
  );

  test(
    "the server is killed and started again: nothing said on either side is lost or shown twice",
    async () => {
      await talkAcrossAKill(await start(), open);
    },
    LIMIT_MS,
  );

  test(
    "everything can be done with the keyboard alone",
    async () => {
      const site = await start({ settings: { consent: { purpose: "chat", wording: { en: "I agree." } } } });
      const { page, messages } = await open(site, { closed: true });
      const focused = (): Promise<string> =>
        page
          .evaluate(
            `(({ shadowRoot }) => { const element = shadowRoot?.activeElement; return element?.getAttribute("aria-label") ?? (element?.textContent || element?.getAttribute("type")) ?? ""; })(document.activeElement)`,
          )
          .then(String);
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Open chat");
      await page.keyboard.press("Enter");
      await page.locator("plugboard-chat .agree").waitFor();
      expect(await focused()).toBe("Write a message");
      await page.keyboard.type("hello");
      await page.keyboard.press("Enter");
      expect(await focused()).toBe("checkbox");
      await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Write a message");
      await page.keyboard.press("Enter");
      await expect.poll(messages, patient).toEqual(["hello"]);
      await site.sessionOf("hello");
      for (let steps = 0; steps < 12 && (await focused()) !== "More options"; steps += 1)
        await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Enter");
      expect(await focused()).toBe("Download conversation");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await focused()).toBe("Keep");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Delete");
      await page.keyboard.press("Enter");
      await expect.poll(messages, patient).toEqual([]);
      await expect
        .poll(
          () => site.events.some(({ event }) => event.type === "conversation" && event.event === "erasure-requested"),
          patient,
        )
        .toBe(true);
      await page.keyboard.press("Escape");
      expect(await focused()).toBe("Open chat");
    },
    LIMIT_MS,
  );

  test("where nobody is at the counter and there is no form to go to, no empty note says so", async () => {
    const site = await start({ settings: { presence: "signal" } });
    const chat = await open(site);
    await chat.say("anybody there?");
    await site.sessionOf("anybody there?");
    await expect.poll(chat.messages, patient).toEqual(["anybody there?"]);
    expect(await chat.page.evaluate(VISIBLE_NOTES)).toEqual([]);
  });

  test.each(["en", "de", "ru", "ar"] as const)(
    "%s: accessible by axe, closed, open and in conversation, in light and dark, from 320 to 1,920 px",
    async (language) => {
      mkdirSync(OUT, { recursive: true });
      const page = (script: string): string => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title></head><body><main><h1>Shop</h1></main>
<plugboard-chat></plugboard-chat><script type="module" src="${script}"></script></body></html>`;
      const site = await start({
        page,
        settings: {
          greeting: texts,
          consent: { purpose: "chat", wording: { ...texts, en: "I agree that you keep this." } },
          presence: "signal",
          offlineUrl: "https://www.example.com/contact",
        },
      });
      const found: unknown[] = [];
      for (const colorScheme of DARK.includes(language) ? (["light", "dark"] as const) : (["light"] as const)) {
        const chat = await open(site, { closed: true, colorScheme, reducedMotion: "reduce" });
        const check = async (name: string): Promise<void> => {
          found.push(...(await axeViolations(chat.page)).map((violation) => `${name}: ${violation}`));
        };
        await check("closed");
        await chat.page.locator("plugboard-chat .launcher").click();
        await chat.page.locator("plugboard-chat .agree").waitFor();
        await check("open");
        await chat.page.locator("plugboard-chat input[type=checkbox]").check();
        await chat.say(`${texts[language]} ${colorScheme}`);
        const session = await site.sessionOf(`${texts[language]} ${colorScheme}`);
        await site.answer(session, texts[language]);
        await expect.poll(chat.messages, patient).toHaveLength(3);
        const file = { name: `${"a long name ".repeat(5)}.txt`, mimeType: "text/plain", buffer: Buffer.from("hello") };
        await chat.page.locator("plugboard-chat input[type=file]").setInputFiles(file);
        await chat.page.locator("plugboard-chat .file:enabled").waitFor();
        await check("talk");
        // Beside a long name the drawing keeps its size.
        expect((await chat.page.locator("plugboard-chat .file svg").boundingBox())?.width).toBe(24);
        for (const width of colorScheme === "light" ? [320, 375, 768, 1280, 1920] : [320, 1280]) {
          await chat.page.setViewportSize({ width, height: width < 500 ? 640 : 900 });
          await chat.page.screenshot({ path: join(OUT, `${language}-${colorScheme}-${String(width)}.png`) });
          const overflow = Number(await chat.page.evaluate("document.documentElement.scrollWidth - innerWidth"));
          expect(overflow, `${String(width)} px`).toBeLessThanOrEqual(0);
          const box = await chat.page.locator("plugboard-chat .panel").boundingBox();
          expect(box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width, `${String(width)} px`).toBe(
            true,
          );
        }
        await chat.page.locator("plugboard-chat .head .tool").first().click();
        await check("menu");
        expect(await chat.page.locator("plugboard-chat .root").getAttribute("dir")).toBe(
          language === "ar" ? "rtl" : "ltr",
        );
      }
      expect(found).toEqual([]);
    },
    LIMIT_MS * 2,
  );

  test(
    "a page with a strict content security policy and trusted types needs no exception but the chat's origin",
    async () => {
      const site = await start({
        headers: {},
        page: (script) => {
          const { origin } = new URL(script);
          return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'">
</head><body><plugboard-chat></plugboard-chat><script type="module" src="${script}"></script></body></html>`;
        },
      });
      const { page, say, messages, errors, foreign } = await open(site);
      await say("strict");
      const session = await site.sessionOf("strict");
      await site.answer(session, "works");
      await expect.poll(messages, patient).toEqual(["strict", "works"]);
      const picture = Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "base64",
      );
      await page
        .locator("plugboard-chat input[type=file]")
        .setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: picture });
      await expect.poll(() => page.locator("plugboard-chat canvas").count(), patient).toBe(1);
      const download = page.waitForEvent("download");
      await page.locator("plugboard-chat .file").click();
      expect((await download).suggestedFilename()).toBe("dot.png");
      expect(await page.evaluate(styleOf(".panel", "display"))).toBe("flex");
      expect([errors, foreign, await page.context().cookies()]).toEqual([[], [], []]);
    },
    LIMIT_MS,
  );

  test(
    "hostile styles and scripts of the page neither hide the chat nor stop it nor speak through it",
    async () => {
      const site = await start({
        page: (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hostile</title><style>
*,*::before,*::after{all:unset!important;display:none!important;color:transparent!important;font-size:0!important;position:static!important;transform:scale(0)!important;visibility:hidden!important;opacity:0!important}
html,body,head{display:block!important;visibility:visible!important;opacity:1!important;transform:translateX(50px)!important}
plugboard-chat{display:none!important;visibility:hidden!important;opacity:0!important;width:0!important;pointer-events:none!important;clip-path:inset(100%)!important}</style>
<script>Object.prototype.evil=1;Object.prototype.toJSON=undefined;Array.prototype.extra=function(){};</script></head>
<body><plugboard-chat style="display:none!important"></plugboard-chat><script type="module" src="${script}"></script>
<script type="module">window.fetch=()=>Promise.reject(new Error("stolen"));JSON.stringify=()=>"stolen";window.setTimeout=()=>0;
for(let i=0;i<200;i++)window.postMessage({type:"plugboard-chat",action:"open",text:"injected",src:"javascript:1"},"*");
document.dispatchEvent(new CustomEvent("plugboard-chat-send",{detail:"injected"}));</script></body></html>`,
      });
      const { page, say, messages, foreign } = await open(site);
      await say("still here");
      const session = await site.sessionOf("still here");
      await site.answer(session, "so are we");
      await expect.poll(messages, patient).toEqual(["still here", "so are we"]);
      const panel = page.locator("plugboard-chat .panel");
      expect(await panel.isVisible()).toBe(true);
      const names = ["fontSize", "visibility", "opacity"];
      const shown = await Promise.all(names.map((name) => page.evaluate(styleOf("p.bubble", name))));
      expect(shown).toEqual(["15px", "visible", "1"]);
      expect(site.events.filter(({ event }) => event.type === "message")).toHaveLength(1);
      expect(foreign).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    "a person who is signed in finds the conversation on another device, and the next one at the same computer does not",
    async () => {
      const identity = (id: string): string =>
        signVisitorIdentity(chatCredentials.identitySecret, { id, name: id, expiresAtMs: Date.now() + 3_600_000 });
      let who = "ann";
      const site = await start({
        page: (script) => `<!doctype html><html lang="en"><head><title>Signed in</title></head><body>
<plugboard-chat ${who === "" ? "" : `identity="${identity(who)}"`}></plugboard-chat><script type="module" src="${script}"></script></body></html>`,
      });
      const first = await open(site);
      await first.say("my secret");
      await site.sessionOf("my secret");
      const elsewhere = await open(site);
      await expect.poll(elsewhere.messages, patient).toEqual(["my secret"]);
      who = "";
      await first.page.reload();
      await first.page.locator("plugboard-chat .launcher").click();
      await first.page.locator("plugboard-chat .name", { hasText: "Example shop" }).waitFor();
      expect(await first.messages()).toEqual([]);
      who = "eve";
      await first.page.reload();
      await first.page.locator("plugboard-chat .launcher").click();
      await first.say("mine");
      await site.sessionOf("mine");
      expect(await first.messages()).toEqual(["mine"]);
    },
    LIMIT_MS,
  );

  test(
    "with 200 visitors live, a visitor in the browser is served like alone",
    async () => {
      const site = await start({ settings: { limits: { sessionsPerMinuteAndAddress: 10_000 } } });
      const others = Array.from({ length: 200 }, () => new ChatVisitor(`${site.chatOrigin}/sites/chat`, site.origin));
      onTestFinished(() => others.forEach((visitor) => visitor.leave()));
      await Promise.all(others.map((visitor) => visitor.begin()));
      await Promise.all(others.map((visitor) => visitor.listen()));
      const { say, messages } = await open(site);
      await Promise.all([
        say("in the crowd"),
        ...others.map((visitor, index) => visitor.say(`other ${String(index)}`)),
      ]);
      const session = await site.sessionOf("in the crowd");
      await site.answer(session, "found you");
      await expect.poll(messages, patient).toEqual(["in the crowd", "found you"]);
      await expect
        .poll(() => others.map(({ entries }) => entries.length).filter((count) => count === 1).length, patient)
        .toBe(200);
      await expect.poll(() => site.events.filter(({ event }) => event.type === "message").length, patient).toBe(201);
    },
    LIMIT_MS,
  );
});
