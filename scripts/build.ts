import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runProgram } from "./run-program.js";

/**
 * Builds every package: the code of each by tsup, the declarations of all by one run of the compiler, which sees the whole tree once instead of
 * once a package.
 */
const root = join(import.meta.dirname, "..");
const packages = join(root, "packages");
const types = join(root, ".types");
const tsup = join(root, "node_modules/tsup/dist/cli-default.js");
const compiler = join(root, "node_modules/typescript/bin/tsc");
const names = readdirSync(packages).filter((name) => existsSync(join(packages, name, "tsup.config.ts")));

async function run(what: string, cwd: string, ...command: string[]): Promise<void> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, command, { cwd, stdio: ["ignore", "inherit", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${what} could not be built`);
  console.log(`${what} ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
}

async function buildCode(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    await run(name, join(packages, name), tsup, "--no-dts");
}

async function buildDeclarations(): Promise<void> {
  rmSync(types, { recursive: true, force: true });
  for (const project of ["tsconfig.build.json", "tsconfig.browser.build.json"])
    await run(`declarations by ${project}`, root, compiler, "-p", project);
}

const waiting = [...names];
const coders = Math.max(1, availableParallelism() - 1);
await Promise.all([buildDeclarations(), ...Array.from({ length: coders }, buildCode)]);
for (const name of names) cpSync(join(types, name, "src"), join(packages, name, "dist"), { recursive: true });
rmSync(types, { recursive: true, force: true });

// npm links no command whose file was not there yet when it installed: after `npm ci` in a fresh clone `npx plugboard` would not be found.
const packageSchema = z.object({ name: z.string(), bin: z.record(z.string(), z.string()).optional() });
const withCommands = names
  .map((name) => packageSchema.parse(JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"))))
  .filter(({ bin }) => bin !== undefined);
await runProgram("npm", ["rebuild", "--ignore-scripts", ...withCommands.map(({ name }) => name)], { cwd: root });
