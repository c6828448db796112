#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createProvider, CreateProviderError } from "./create-provider.js";

const USAGE = "npm create @plugboard/provider ID [-- --name 'Acme Mail' --folder DIR --package NAME --json]";

async function main(): Promise<number> {
  const options = { name: { type: "string" }, folder: { type: "string" }, package: { type: "string" } } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ...options, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [id, ...surplus] = positionals;
  if (values.help === true || id === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return values.help === true ? 0 : 2;
  }
  if (surplus.length > 0) throw new CreateProviderError(`create does not take ${JSON.stringify(surplus.join(" "))}`);
  const folder = values.folder ?? `provider-${id}`;
  const files = await createProvider({
    id,
    displayName: values.name ?? id,
    folder,
    ...(values.package === undefined ? {} : { packageName: values.package }),
  });
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify({ id, folder, files })}\n`
      : `${files.length} files in ${folder}\nnext: cd ${folder} && npm install && npm test\n`,
  );
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    const isJson = process.argv.includes("--json");
    process.stderr.write(isJson ? `${JSON.stringify({ error: problem, exitCode: 2 })}\n` : `${problem}\n${USAGE}\n`);
    process.exitCode = 2;
  },
);
