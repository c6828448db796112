import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cleanEnvironment } from "../clean-environment.js";
import { runProgram } from "../run-program.js";

/** A reader's shell: our packages from the rehearsal's registry, others as npm is set up, and no command kept from an earlier rehearsal. */
export async function readersEnvironment(folder: string, registryUrl: string): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await runProgram("npm", ["config", "get", "cache"], { cwd: folder });
  const cache = join(folder, "npm");
  mkdirSync(cache);
  mkdirSync(join(stdout.trim(), "_cacache"), { recursive: true });
  symlinkSync(join(stdout.trim(), "_cacache"), join(cache, "_cacache"));
  const environment = cleanEnvironment(process.env);
  return {
    ...environment,
    PATH: [dirname(process.execPath), environment["PATH"]].join(delimiter),
    npm_config_cache: cache,
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    // What a reader answers when npm asks whether it may fetch the package of `npm create`.
    npm_config_yes: "true",
    "npm_config_@plugboard:registry": registryUrl,
  };
}
