import { expect, test } from "vitest";
import { openBrowser } from "./open-browser.js";

openBrowser("a real browser", (browser) => {
  test("runs a page's script", async () => {
    const page = await browser().newPage();
    await page.setContent("<title>one</title><script>document.title += ' and two'</script>");
    expect(await page.title()).toBe("one and two");
    await page.close();
  });
});
