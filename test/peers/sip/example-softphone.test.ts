import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { describeWithSipPeers } from "./describe-with-sip-peers.js";
import { CHROMIUM } from "./open-softphones.js";

const ROOT = join(import.meta.dirname, "../../..");
/** Kept to be looked at. */
const OUT = join(ROOT, ".ci/out/screenshots/softphone");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const START_LIMIT_MS = 60_000;
/** A browser on a busy machine takes its time. */
const LIMIT = { timeout: 90_000 };

/** Lines of a process, and those that are to come. */
class Lines {
  readonly all: string[] = [];
  private waiting: (() => void)[] = [];

  constructor(child: ChildProcess) {
    if (!child.stdout) throw new Error("the example has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.all.push(line);
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  async find(wanted: (line: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.all.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}

async function findings(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: AXE });
  const run = await session.send("Runtime.evaluate", {
    expression: "axe.run().then((result) => JSON.stringify(result.violations.map((found) => found.id)))",
    awaitPromise: true,
  });
  return JSON.parse(String(run.result.value)) as string[];
}

describeWithSipPeers("examples/softphone", [CHROMIUM], () => {
  let browser: Browser;
  let child: ChildProcess;
  let lines: Lines;
  let origin = "";

  beforeAll(async () => {
    child = spawn(
      process.execPath,
      ["--conditions=@plugboard/source", "--import", "tsx", "examples/softphone/src/main.ts", "0"],
      { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] },
    );
    lines = new Lines(child);
    const said = await lines.find((line) => line.includes("/desk/anna"));
    origin = /http:\/\/[^/]+/.exec(said)?.[0] ?? "";
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
      ],
    });
  }, START_LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    child.kill();
    await once(child, "exit");
  });

  /** Two tabs of one browser. */
  async function desks(): Promise<{ anna: Page; bert: Page }> {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const [anna, bert] = await Promise.all([context.newPage(), context.newPage()]);
    await Promise.all([anna.goto(`${origin}/desk/anna`), bert.goto(`${origin}/desk/bert`)]);
    for (const page of [anna, bert]) await page.getByRole("status").getByText("Ready").waitFor();
    return { anna, bert };
  }

  const shot = async (page: Page, name: string): Promise<void> => {
    await page.screenshot({ path: join(OUT, `${name}.png`), fullPage: true });
  };

  test("two tabs call each other, accessible in every state, and the host knows of it", LIMIT, async () => {
    const { anna, bert } = await desks();
    expect(await findings(anna)).toEqual([]);
    await shot(anna, "ready");
    await anna.getByLabel("Number or address").fill("bert");
    await anna.getByRole("button", { name: "Call", exact: true }).click();
    await bert.getByRole("button", { name: "Answer" }).waitFor();
    expect(await findings(bert)).toEqual([]);
    await shot(bert, "incoming");
    await bert.emulateMedia({ colorScheme: "dark" });
    expect(await findings(bert)).toEqual([]);
    await shot(bert, "incoming-dark");
    await bert.getByRole("button", { name: "Answer" }).click();
    await anna.getByText("In conversation").waitFor();
    expect(await findings(anna)).toEqual([]);
    await shot(anna, "talking");
    await anna.getByText("Sound", { exact: true }).click();
    await anna.getByRole("button", { name: "Transfer", exact: true }).click();
    expect(await findings(anna)).toEqual([]);
    await shot(anna, "everything-open");
    await anna.emulateMedia({ colorScheme: "dark" });
    expect(await findings(anna)).toEqual([]);
    await shot(anna, "everything-open-dark");
    await anna.getByRole("button", { name: "Hang up" }).click();
    await bert.getByText("Ended", { exact: true }).waitFor();
    const ended = (direction: string) => (line: string) =>
      line.includes('"event":"ended"') &&
      line.includes(`"direction":"${direction}"`) &&
      line.includes('"cause":"completed"');
    await Promise.all([lines.find(ended("outbound")), lines.find(ended("inbound"))]);
  });

  test("what the host's gates refuse is not dialled, and the operator is told why", LIMIT, async () => {
    const { anna } = await desks();
    const dial = async (target: string): Promise<void> => {
      await anna.getByLabel("Number or address").fill(target);
      await anna.getByRole("button", { name: "Call", exact: true }).click();
    };
    await dial("112");
    await anna.getByRole("alert").getByText("Nobody was called: ").waitFor();
    expect(await anna.locator("plugboard-softphone").getByRole("listitem").count()).toBe(0);
    await shot(anna, "not-allowed");
  });

  test("the host has one operator's telephone call the other's", LIMIT, async () => {
    const { bert } = await desks();
    child.stdin?.write("call\n");
    await lines.find((line) => line === '{"asked":"received"}');
    await bert.getByRole("button", { name: "Decline" }).click();
    await lines.find((line) => line.includes('"cause":"declined"') && line.includes('"direction":"outbound"'));
  });
});
