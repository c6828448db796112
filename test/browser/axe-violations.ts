import axe from "axe-core";
import type { Page } from "playwright-core";
import { z } from "zod";

const foundSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.string()) }));

/** What axe-core finds wrong with a page as it is now, shadow trees included: its rules, and where. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => html + " " + failureSummary) })))`,
  );
  return foundSchema.parse(found).map(({ id, nodes }) => `${id}: ${nodes.join(" | ")}`);
}
