import { parseArgs } from "node:util";

/**
 * Reads the command line.
 * @param {string[]} args
 * @returns {{ json: boolean, quick: boolean, help: boolean, only: string | undefined, rounds: number | undefined }}
 * @throws {TypeError} for an option that does not exist
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      only: { type: "string" },
      rounds: { type: "string" },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new TypeError("--rounds takes a whole number above 0");
  }
  return { json: values.json, quick: values.quick, help: values.help, only: values.only, rounds };
}
