import { type DemoOptions, readDemoOptions, usage } from "./demo-options.js";
import { isColored } from "./is-colored.js";
import { runDemo } from "./run-demo.js";
import { Timeline } from "./timeline.js";

const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
});
process.once("SIGTERM", () => {
  stop.abort();
});

try {
  const options = readOptions();
  if (options.help) process.stdout.write(usage);
  else {
    const timeline = new Timeline((text) => process.stdout.write(text), isColored(process.stdout.isTTY, process.env));
    const result = await runDemo(options, timeline, stop.signal);
    process.stdout.write(`\n${JSON.stringify(result)}\n`);
    process.exitCode = result.lost === 0 && result.duplicated === 0 ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** @throws {TypeError} an option that is not known, and what there is. */
function readOptions(): DemoOptions {
  try {
    return readDemoOptions(process.argv.slice(2));
  } catch (error) {
    throw new TypeError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}
