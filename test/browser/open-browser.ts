import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";

/** Where Debian puts it. */
const DEBIAN_CHROMIUM = "/usr/bin/chromium";
/** A busy machine takes its time to start a browser. Milliseconds. */
const START_LIMIT_MS = 60_000;
/** Of a test that says nothing of its own: a page on a busy machine. Milliseconds. */
const TEST_LIMIT_MS = 60_000;

/**
 * Tests in a real Chromium: `PLUGBOARD_CHROMIUM`, else Debian's. Where there is none the tests are skipped by name; with
 * PLUGBOARD_REQUIRE_PEERS=1 that is a failure, so that a gate cannot pass by not looking. One browser for each call; make a context of its own
 * (`browser().newContext()`) for each test and close it.
 */
export function openBrowser(name: string, tests: (browser: () => Browser) => void): void {
  const executablePath = process.env["PLUGBOARD_CHROMIUM"] ?? DEBIAN_CHROMIUM;
  if (!existsSync(executablePath)) {
    if (process.env["PLUGBOARD_REQUIRE_PEERS"] === "1")
      test(name, () => {
        throw new Error(`PLUGBOARD_REQUIRE_PEERS=1, but no browser at ${executablePath}: apt install chromium`);
      });
    else test.skip(`${name} (no browser: apt install chromium, or name one in PLUGBOARD_CHROMIUM)`, () => undefined);
    return;
  }
  describe(name, { timeout: TEST_LIMIT_MS }, () => {
    let opened: Browser | undefined;
    beforeAll(async () => {
      // --no-sandbox: a container's root has none; the pages are our own.
      opened = await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
    }, START_LIMIT_MS);
    afterAll(() => opened?.close());
    tests(() => {
      if (opened === undefined) throw new Error("the browser is there from the first test on");
      return opened;
    });
  });
}
