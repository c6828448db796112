// node --conditions=@plugboard/source --import tsx examples/http-adapters/src/main.ts
import { examples } from "./examples.js";
import { runExample } from "./run-example.js";

for (const [name, start] of Object.entries(examples)) {
  const { status, text } = await runExample(start);
  process.stdout.write(`${name}: the provider was answered ${String(status)}, the handler was told "${text}"\n`);
}
