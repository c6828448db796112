import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** Builds every package, as many at a time as there are cores: most of a build is one thread writing declarations. */
const packages = join(import.meta.dirname, "../packages");
const tsup = join(import.meta.dirname, "../node_modules/tsup/dist/cli-default.js");
const waiting = readdirSync(packages).filter((name) => existsSync(join(packages, name, "tsup.config.ts")));

async function buildNext(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const startedMs = performance.now();
    const child = spawn(process.execPath, [tsup], {
      cwd: join(packages, name),
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) throw new Error(`${name} could not be built`);
    console.log(`${name} ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, buildNext));
