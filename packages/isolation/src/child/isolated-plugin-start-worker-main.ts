import { readFileSync, closeSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

/** What the host has of an earlier process; empty for the first one. */
const CODE = 4;
const PARAMETERS = "(function (require, importModule, compiledCode) {";

/**
 * Runs the module of a connector's process, which lies beside this one as a script with everything in it, with what V8 compiled of it before. Other
 * options, another version: V8 refuses that, and compiles it anew.
 * @see https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 */
const filename = join(__dirname, "isolated-plugin-worker.cjs");
const cachedData = readFileSync(CODE);
closeSync(CODE);
const script = new vm.Script(`${PARAMETERS}${readFileSync(filename, "latin1")}\n})`, {
  filename,
  ...(cachedData.byteLength === 0 ? {} : { cachedData }),
});
const run = script.runInThisContext() as (
  load: NodeJS.Require,
  importModule: (specifier: string) => Promise<unknown>,
  compiledCode: () => Uint8Array,
) => void;
run(
  require,
  (specifier) => import(specifier),
  () => script.createCachedData(),
);
