import { parseArgs } from "node:util";

export interface RehearsalOptions {
  readonly help: boolean;
  /** One JSON object a line on stdout; progress goes to stderr. */
  readonly json: boolean;
  /** Executables to run hosts under; empty for Node 20, 22 and 24. */
  readonly nodes: readonly string[];
  /** Leaves the folder with the registry's storage and the installed hosts for a look. */
  readonly keep: boolean;
}

export const usage = `npm run release:rehearsal -- [options]

Publishes every package to a registry on loopback, installs them from there into clean folders without install scripts, and runs
examples/minimal-host and every entry under Node 20, 22 and 24, from ESM and from CommonJS. Then follows the written guides, command by
command: a host, a provider from \`create\` to a green kit, a signed listing. Needs \`npm run build\` before.

  --node PATH   a Node to run under, instead of those three; may be given several times
  --json        one JSON object a line
  --keep        leave the folder it worked in
  --help        this

Exits with 1 when anything failed, 2 when it was called wrongly.
`;

/** @throws {TypeError} an option that is not known. */
export function readRehearsalOptions(parameters: readonly string[]): RehearsalOptions {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      help: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      node: { type: "string", multiple: true, default: [] },
    },
  });
  const { node: nodes, ...rest } = values;
  return { ...rest, nodes };
}
