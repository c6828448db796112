import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./repository-root.js";

/**
 * Builds the site into docs/.vitepress/dist: the pages by vitepress and the API by typedoc, side by side.
 * Fails when the generated reference is not what the code says, or a link between pages is dead.
 */
const site = join(repositoryRoot, "docs/.vitepress/dist");
const api = join(repositoryRoot, "docs/.vitepress/cache/api");
const SOURCES = ["--conditions=@plugboard/source", "--import", "tsx"];
const vitepress = join(repositoryRoot, "node_modules/vitepress/bin/vitepress.js");
const script = (name: string): string => join(repositoryRoot, "scripts/docs", name);
const startedMs = performance.now();

async function run(what: string, ...command: string[]): Promise<void> {
  const beganMs = performance.now();
  console.log(`${what} …`);
  const child = spawn(process.execPath, command, { cwd: repositoryRoot, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${what}: failed`);
  console.log(`${what}: ${seconds(beganMs)} s`);
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1_000).toFixed(1);
}

rmSync(site, { recursive: true, force: true });
rmSync(api, { recursive: true, force: true });
await run("the generated reference is checked", ...SOURCES, script("write-reference.ts"), "--check");
await Promise.all([
  run("the API is read and written by typedoc", ...SOURCES, script("build-api.ts"), api),
  run("the pages are built by vitepress", vitepress, "build", "docs"),
]);
cpSync(api, join(site, "api"), { recursive: true });
copyFileSync(join(repositoryRoot, "llms.txt"), join(site, "llms.txt"));
if (!existsSync(join(site, "index.html"))) throw new Error("the site has no front page");
console.log(`the site is in docs/.vitepress/dist: ${seconds(startedMs)} s in all`);
