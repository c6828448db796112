import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { startFormSite } from "../../../browser/webform/start-form-site.js";
import type { FaultRow } from "../../fault-row.js";
import { changedAnswers } from "./careless-form.js";

const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";
const PATHS = ["", "/confirm?token=a.b.c", "/thanks", "?lang=ar"];

/** Without what says who may frame a page. */
const framable = changedAnswers((answer) => {
  const { "content-security-policy": _policy, ...headers } = answer.headers;
  return { ...answer, headers };
});

export const framingRow: FaultRow = {
  row: "G4",
  provider: "webform",
  title:
    "framed by a stranger's page in Chromium: not shown, and messages to it change nothing; a listed website may frame it",
  run: async ({ mutant, report }) => {
    if (!existsSync(executablePath))
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: `no browser at ${executablePath}` };
    const frames = (form: string): string =>
      `<!doctype html><title>frames</title>${PATHS.map((path) => `<iframe src="${form}${path}"></iframe>`).join("")}`;
    const site = await startFormSite({ page: { html: frames }, ...(mutant && { provider: framable }) });
    const evil = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(frames(site.form));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => evil.once("listening", resolve));
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const shownOn = async (address: string): Promise<number> => {
        const page = await browser.newPage();
        await page.goto(address, { waitUntil: "load" });
        await page.evaluate(
          `for (const frame of document.querySelectorAll("iframe")) for (const data of ["submit", { type: "submit" }, { action: "confirm" }]) frame.contentWindow.postMessage(data, "*")`,
        );
        await page.waitForTimeout(300);
        let shown = 0;
        for (const frame of page.frames().slice(1))
          shown += await frame
            .locator(".form")
            .count()
            .catch(() => 0);
        await page.close();
        return shown;
      };
      // One level deeper is no way around: every ancestor counts.
      const letIn = await shownOn(`http://127.0.0.1:${String((evil.address() as AddressInfo).port)}`);
      const own = await shownOn(site.shop);
      if (letIn > 0) report(`${String(letIn)} pages were shown to a stranger's`);
      return {
        tried: PATHS.length * 2,
        lost: own >= PATHS.length ? 0 : PATHS.length - own,
        duplicated: 0,
        letIn: letIn + site.handled.length,
      };
    } finally {
      await browser.close();
      evil.closeAllConnections();
      evil.close();
      await site.close();
    }
  },
};
