import { memoryStore } from "@plugboard/core/memory";
import { ChatVisitor } from "@plugboard/provider-livechat/testing";
import { expect, onTestFinished, test } from "vitest";
import { startChatShop } from "../../examples/livechat/src/start-chat-shop.js";
import { scriptsInTexts } from "../faults/support/livechat/scripts-in-texts.js";
import { axeViolations } from "./axe-violations.js";
import { openBrowser } from "./open-browser.js";

const patient = { timeout: 15_000 };

openBrowser("the operator's page in a real browser", (browser) => {
  test("what visitors write is text there: scripts run 0, requests to others 0; axe finds nothing", async () => {
    const shop = await startChatShop(memoryStore());
    onTestFinished(() => shop.close());
    const { origin } = new URL(shop.shopUrl);
    const context = await browser().newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(origin)) foreign.push(request.url());
    });
    await page.addInitScript("globalThis.hurts = 0; globalThis.hurt = () => { globalThis.hurts += 1; };");
    await page.goto(shop.operatorUrl);
    const visitor = await new ChatVisitor(`${origin}/sites/chat`, origin).begin();
    const texts = scriptsInTexts.slice(0, 28);
    for (const text of texts) await visitor.say(text);
    const shown = () => page.locator("#messages li").allTextContents();
    await expect.poll(shown, patient).toEqual(texts);
    expect(await page.locator("#messages li *").count()).toBe(0);
    expect([await page.evaluate("globalThis.hurts"), foreign]).toEqual([0, []]);
    await page.locator("#text").fill("Everything is on.");
    await page.keyboard.press("Enter");
    await visitor.listen();
    await expect.poll(() => visitor.entries.at(-1)?.text, patient).toBe("Everything is on.");
    expect(await axeViolations(page)).toEqual([]);
  }, 60_000);

  test("an answer that is sent twice in a hurry is one; another visitor's word is seen, and not read before it is opened", async () => {
    const shop = await startChatShop(memoryStore());
    onTestFinished(() => shop.close());
    const { origin } = new URL(shop.shopUrl);
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.goto(shop.operatorUrl);
    const begin = () => new ChatVisitor(`${origin}/sites/chat`, origin).begin();
    const [ann, bob] = [await begin(), await begin()];
    await ann.say("ann");
    await expect.poll(() => page.locator("#messages li").allTextContents(), patient).toEqual(["ann"]);
    await bob.say("bob");
    await expect
      .poll(() => page.locator("nav button").allTextContents(), patient)
      .toEqual(["Visitor 1", "Visitor 2 (1 new)"]);
    await page.locator("#text").fill("one answer");
    await page.evaluate('for (let time = 0; time < 2; time += 1) document.querySelector("#answer").requestSubmit()');
    await page.locator("#text").fill("and the next");
    await page.keyboard.press("Enter");
    await Promise.all([ann.listen(), bob.listen()]);
    const texts = (visitor: ChatVisitor) => visitor.entries.map(({ text }) => text);
    await expect.poll(() => texts(ann), patient).toEqual(["ann", "one answer", "and the next"]);
    const isRead = (visitor: ChatVisitor) => JSON.stringify(visitor.heard).includes('"operatorReadSeq":1');
    expect([isRead(ann), isRead(bob)]).toEqual([true, false]);
    await page.locator("nav button").last().click();
    await expect.poll(() => isRead(bob), patient).toBe(true);
    expect(await page.locator("nav button").allTextContents()).toEqual(["Visitor 1", "Visitor 2"]);
  }, 60_000);

  test("the page is in nobody's frame", async () => {
    const shop = await startChatShop(memoryStore());
    onTestFinished(() => shop.close());
    const page = await browser().newPage();
    onTestFinished(() => page.close());
    await page.setContent(`<iframe src="${shop.operatorUrl}"></iframe>`);
    await expect.poll(() => page.frames().at(1)?.url(), patient).toMatch(/^chrome-error:/);
  }, 60_000);
});
