import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { openChat } from "../../../browser/livechat/open-chat.js";
import { startChatSite } from "../../../browser/livechat/start-chat-site.js";
import type { FaultRow } from "../../fault-row.js";
import { naughtyStrings } from "./naughty-strings.js";
import { scriptsInTexts } from "./scripts-in-texts.js";

const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";
const PAUSE_MS = 500;

export const scriptsRow: FaultRow = {
  row: "G2",
  provider: "livechat",
  title:
    "texts that are scripts, and every naughty string, in the element in Chromium: scripts run 0, requests to others 0, shown as typed",
  run: async ({ sample, mutant, report }) => {
    if (!existsSync(executablePath))
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: `no browser at ${executablePath}` };
    const naughty = (naughtyStrings() ?? []).filter((text) => text !== "");
    const texts = [...scriptsInTexts, ...(sample ? naughty.filter((text) => /[<&]/.test(text)) : naughty)];
    const site = await startChatSite({ settings: { limits: { messagesPerMinute: 600 } } });
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const { page, say, foreign, messages } = await openChat(browser, site);
      let letIn = 0;
      page.on("dialog", (dialog) => {
        letIn += 1;
        void dialog.dismiss();
      });
      await page.evaluate("globalThis.hurts = 0; globalThis.hurt = () => { globalThis.hurts += 1; }");
      await say("hello");
      const to = await site.sessionOf("hello");
      for (const text of texts) await site.answer(to, text);
      const until = performance.now() + 60_000;
      while ((await messages()).length < texts.length + 1 && performance.now() < until) await page.waitForTimeout(50);
      // What a careless element does with a message.
      if (mutant)
        await page.evaluate(
          `for (const bubble of document.querySelector("plugboard-chat").shadowRoot.querySelectorAll(".bubble")) bubble.innerHTML = bubble.textContent;`,
        );
      await page.waitForTimeout(PAUSE_MS);
      letIn += Number(await page.evaluate("globalThis.hurts"));
      letIn += foreign.length;
      // Elements that a text made.
      letIn += await page.locator("plugboard-chat .bubble *").count();
      const shown = (await messages()).slice(1);
      const lost = texts.filter(
        (text, index) => shown[index] !== text.replaceAll("\u0000", "\ufffd") && shown[index] !== text,
      ).length;
      if (letIn > 0) report(`${String(letIn)} let in; requests: ${foreign.slice(0, 3).join(" ")}`);
      return {
        tried: texts.length,
        lost: mutant ? 0 : lost,
        duplicated: Math.max(0, shown.length - texts.length),
        letIn,
      };
    } finally {
      await browser.close();
      await site.close();
    }
  },
};
