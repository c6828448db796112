import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PublishedPackage } from "../release/published-package.js";
import { runProgram } from "../run-program.js";
import { entryPoints } from "./entry-points.js";
import type { NodeBinary } from "./node-binary.js";
import type { Step } from "./step-report.js";
import { warningsIn } from "./warnings-in.js";

const resultSchema = z.record(z.string(), z.string());

/** Loads every entry of every package where they are installed, by `import` or by `require()`. */
export async function loadEntries(
  node: NodeBinary,
  folder: string,
  packages: readonly PublishedPackage[],
  how: "import" | "require",
): Promise<Step> {
  const about = { step: "load", node: node.version, by: how } as const;
  const entries = packages.flatMap(entryPoints);
  const file = how === "import" ? "load.mjs" : "load.cjs";
  const load = how === "import" ? "await import(name)" : "require(name)";
  const each = `for (const name of ${JSON.stringify(entries)}) try { ${load}; } catch (error) { failures[name] = String(error); }`;
  const text = `const failures = {};\n(async () => { ${each}\n console.log(JSON.stringify(failures)); process.exit(); })();\n`;
  writeFileSync(join(folder, file), text);
  try {
    const { stdout, stderr } = await runProgram(node.path, [file], { cwd: folder, timeoutMs: 60_000 });
    const failures = resultSchema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    const isGood = Object.keys(failures).length === 0;
    return {
      ...about,
      ok: isGood,
      entries: entries.length,
      ...(isGood ? {} : { failures }),
      warnings: warningsIn(stderr),
    };
  } catch (error) {
    return { ...about, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
