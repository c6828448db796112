import { parseArgs } from "node:util";

export const USAGE = `npm run conformance -- [options]
  --json            one object a line instead of a table
  --provider NAME   only this provider
  --evidence DIR    writes NAME.json there: every check with its rule, its result, and the reason where it was skipped
  --help            this`;

/** What the command line asks for. */
export interface Options {
  readonly json: boolean;
  readonly help: boolean;
  readonly provider: string | undefined;
  readonly evidence: string | undefined;
}

/** @throws {TypeError} an option that does not exist. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      provider: { type: "string" },
      evidence: { type: "string" },
    },
  });
  const { json, help, provider, evidence } = values;
  return { json, help, provider, evidence };
}
