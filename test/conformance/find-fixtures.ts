import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { z } from "zod";

const packageSchema = z.object({ name: z.string(), exports: z.record(z.string(), z.unknown()).optional() });
const moduleSchema = z.object({
  conformance: z.array(
    z.custom<ProviderFixtures>((value) => typeof value === "object" && value !== null && "startSimulator" in value),
  ),
});

/** The fixtures of every provider in the tree: whatever package exports them from its `./testing` entry. */
export async function findFixtures(root: string): Promise<readonly ProviderFixtures[]> {
  const found: ProviderFixtures[] = [];
  for (const folder of readdirSync(join(root, "packages")).sort()) {
    const parsed = packageSchema.safeParse(
      JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8")),
    );
    if (!parsed.success || parsed.data.exports?.["./testing"] === undefined) continue;
    const module: unknown = await import(`${parsed.data.name}/testing`);
    found.push(...moduleSchema.parse({ ...(module as object) }).conformance);
  }
  return found;
}
