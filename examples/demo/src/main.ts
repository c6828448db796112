import { readDemoOptions, usage } from "./demo-options.js";
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
  const options = readDemoOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(usage);
  else {
    const timeline = new Timeline((text) => process.stdout.write(text), process.stdout.isTTY);
    const result = await runDemo(options, timeline, stop.signal);
    process.stdout.write(`\n${JSON.stringify(result)}\n`);
    process.exitCode = result.lost === 0 && result.duplicated === 0 ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
