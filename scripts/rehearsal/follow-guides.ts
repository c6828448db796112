import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { followPage, type FollowedPage } from "./follow-page.js";
import { readersEnvironment } from "./readers-environment.js";
import type { Step } from "./step-report.js";

/** From `create` to a green kit, as the guide promises. */
const TEN_MINUTES_S = 600;
const GREEN = "acme-mail: gold";

/**
 * Follows the written guides as a reader does: the three paths in a clone, and a provider made, installed, tested, built and packed outside of one, from
 * the registry.
 *
 * @param root - the repository, built: what the guides' `npm ci && npm run build` gave.
 * @param folder - an empty one to work in.
 * @param registryUrl - has our packages.
 */
export async function followGuides(root: string, folder: string, registryUrl: string): Promise<readonly Step[]> {
  const environment = await readersEnvironment(folder, registryUrl);
  const clone = cloneOf(root, join(folder, "clone"));
  const outside = join(folder, "outside");
  mkdirSync(outside);
  const page = (path: string, rest: Omit<FollowedPage, "page" | "environment">): Promise<Step> =>
    follow(path, { page: join(root, path), environment, ...rest });

  const steps = [
    await page("docs/paths/run-a-host.md", {
      folder: clone,
      without: ["npm ci", "npm run build", "npm run demo -- --once"],
      says: { "npx tsx my/host.ts": "RECIPIENT_SUPPRESSED", "npx plugboard-ledger verify my/acme.ndjson": "verified" },
    }),
    await page("docs/paths/add-a-provider.md", { folder: clone, says: { "npx plugboard conform": GREEN } }),
    await page("docs/paths/publish-a-connector.md", {
      folder: clone,
      says: {
        "npx plugboard verify acme-mail-1.0.0.tgz --listing market/listings/provider-acme-mail/1.0.0.json --trust trust.json":
          "verified: provider-acme-mail@1.0.0",
        "npx tsx install.ts": "level: 'isolated'",
      },
    }),
    await page("packages/create-provider/README.md", {
      folder: outside,
      says: { "npm install && npm test": "passed" },
    }),
  ];
  const made = join(outside, "provider-acme-mail");
  const own = { folder: made, environment, without: ["npm install", "npm test"], says: { "npm run conform": GREEN } };
  return [...steps, await follow("the new provider's README.md", { page: join(made, "README.md"), ...own })];
}

async function follow(name: string, followed: FollowedPage): Promise<Step> {
  const startedMs = performance.now();
  const { commands, problem } = await followPage(followed).catch((error: unknown) => ({
    commands: 0,
    problem: String(error),
  }));
  const tookSeconds = Math.round((performance.now() - startedMs) / 100) / 10;
  const isGood = problem === undefined && commands > 0 && tookSeconds < TEN_MINUTES_S;
  return {
    step: "guide",
    ok: isGood,
    page: name,
    commands,
    tookSeconds,
    ...(problem === undefined ? {} : { problem }),
  };
}

/** A clone after `npm ci && npm run build`: what is installed and built is the repository's own. */
function cloneOf(root: string, clone: string): string {
  mkdirSync(clone);
  for (const name of ["node_modules", "packages"]) symlinkSync(join(root, name), join(clone, name));
  for (const name of readdirSync(root).filter((one) => /^(package|tsconfig.*)\.json$/.test(one)))
    copyFileSync(join(root, name), join(clone, name));
  return clone;
}
