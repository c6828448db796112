import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { startFormSite } from "../../../browser/webform/start-form-site.js";
import type { FaultRow } from "../../fault-row.js";
import { carelessForm, takesAnything } from "./careless-form.js";
import { complete, FormVisitor } from "./form-visitor.js";

const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";
const ENCODINGS = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

export const csrfRow: FaultRow = {
  row: "G3",
  provider: "webform",
  title:
    "another website's forms and fetches, with a true token too, in Chromium: no submission, no confirmation, nothing read",
  run: async ({ mutant, report }) => {
    if (!existsSync(executablePath))
      return { tried: 0, lost: 0, duplicated: 0, letIn: 0, skipped: `no browser at ${executablePath}` };
    const site = await startFormSite(mutant ? { provider: carelessForm(takesAnything) } : {});
    const evil = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<title>evil</title><body>");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => evil.once("listening", resolve));
    const origin = `http://127.0.0.1:${String((evil.address() as AddressInfo).port)}`;
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const tokens = [
        await new FormVisitor(site).token(),
        await new FormVisitor(site, new URL(site.form).origin).token(),
      ];
      let tried = 0;
      let read = 0;
      for (const address of [site.form, `${site.form}/confirm`])
        for (const token of tokens)
          for (const how of [...ENCODINGS.map((type) => `form ${type}`), "fetch cors", "fetch no-cors", "beacon"]) {
            const page = await browser.newPage();
            await page.goto(origin);
            const fields = JSON.stringify({ ...complete, _token: token, token });
            tried += 1;
            if (how.startsWith("form")) {
              const submit = `const form = document.createElement("form"); form.method = "post"; form.enctype = ${JSON.stringify(how.slice(5))}; form.action = ${JSON.stringify(address)};
                for (const [name, value] of Object.entries(${fields})) { const input = document.createElement("input"); input.name = name; input.value = value; form.append(input); }
                document.body.append(form); form.submit();`;
              await Promise.all([
                page.waitForNavigation({ timeout: 5_000 }).catch(() => undefined),
                page.evaluate(submit),
              ]);
            } else {
              const post =
                how === "beacon"
                  ? `navigator.sendBeacon(${JSON.stringify(address)}, new URLSearchParams(${fields})) && ""`
                  : `fetch(${JSON.stringify(address)}, { method: "POST", mode: ${JSON.stringify(how.slice(6))}, body: new URLSearchParams(${fields}) }).then((r) => r.text(), () => "")`;
              if ((await page.evaluate<string>(post)) !== "") read += 1;
            }
            await page.waitForTimeout(50);
            await page.close();
          }
      const page = await browser.newPage();
      await page.goto(origin);
      for (const path of ["/form.json", "", "/schema.json"]) {
        tried += 1;
        const text = await page.evaluate<string>(
          `fetch(${JSON.stringify(site.form + path)}).then((r) => r.text(), () => "")`,
        );
        if (text.includes("token")) read += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      if (read > 0) report(`${String(read)} answers were readable`);
      return { tried, lost: 0, duplicated: 0, letIn: site.handled.length + read };
    } finally {
      await browser.close();
      evil.closeAllConnections();
      evil.close();
      await site.close();
    }
  },
};
