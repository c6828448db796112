import { existsSync } from "node:fs";
import { median } from "../measure/median.mjs";
import { startServer } from "../webhooks/start-server.mjs";

const LOADS = 9;
const SLOWER = 4;

/** The floor: an element that is nothing but a button. */
const CONTROL = `customElements.define("x-control", class extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.textContent = "x";
    this.attachShadow({ mode: "open" }).append(button);
  }
});`;

/** In the page: the script is there already; its parsing, its run and the first paint of the button are measured. */
const MEASURE = `async ({ script, tag }) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const chat = document.createElement(tag);
  chat.setAttribute("base", location.origin + "/sites/chat/");
  document.body.append(chat);
  const startedAt = performance.now();
  await import(url);
  if (!chat.shadowRoot) throw new Error("the element was not defined");
  return new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - startedAt);
    port2.postMessage(0);
  }));
}`;

/**
 * Measures the element in Chromium on a processor that is four times slower.
 * @param {{ params: any, env: NodeJS.ProcessEnv }} job
 * @returns {Promise<import("../measure/run-scenario.mjs").Outcome>}
 */
export async function playWidget({ params, env }) {
  const executablePath = env["PLUGBOARD_CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) return { failed: `no browser at ${executablePath}` };
  const { chromium } = await import("playwright-core");
  const server = await startServer("plugboard-chat", { params, env });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const base = `http://127.0.0.1:${server.port}${server.path}`;
    const script = await (await fetch(`${base}/widget.js`)).text();
    const measure = async (/** @type {object} */ what) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.route("**/page", (route) =>
        route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Page</title><h1>Page</h1>" }),
      );
      await page.goto(`http://127.0.0.1:${server.port}/page`);
      const cdp = await context.newCDPSession(page);
      await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
      const tookMs = await page.evaluate(`(${MEASURE})(${JSON.stringify(what)})`);
      await context.close();
      return tookMs;
    };
    const widget = [];
    const control = [];
    for (let load = 0; load < LOADS; load += 1) {
      control.push(await measure({ script: CONTROL, tag: "x-control" }));
      widget.push(await measure({ script, tag: "plugboard-chat" }));
    }
    return { result: { messages: 0, widgetMs: median(widget), widgetFloorMs: median(control) } };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  } finally {
    await browser.close();
    await server.stop();
  }
}
