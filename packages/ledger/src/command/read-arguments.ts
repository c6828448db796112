import { parseArgs } from "node:util";

/** What the command was asked for. */
export type Asked =
  | { readonly ask: "help" }
  | { readonly ask: "wrong"; readonly why: string }
  | {
      readonly ask: "verify" | "show";
      readonly file: string;
      readonly json: boolean;
      readonly isQuiet: boolean;
      readonly checkpoint: string | undefined;
      readonly key: string | undefined;
    };

/** @param words - without node and script. */
export function readArguments(words: readonly string[]): Asked {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        quiet: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        checkpoint: { type: "string" },
        key: { type: "string" },
      },
    });
  } catch (error) {
    return { ask: "wrong", why: error instanceof Error ? error.message : "the arguments cannot be read" };
  }
  const { values, positionals } = parsed;
  const [name, file, ...more] = positionals;
  if (values.help || name === "help") return { ask: "help" };
  if (name === undefined) return { ask: "wrong", why: "say what to do: verify or show" };
  if (name !== "verify" && name !== "show") return { ask: "wrong", why: `there is no ${name}: verify or show` };
  if (file === undefined) return { ask: "wrong", why: `say which file to ${name}` };
  if (more.length > 0) return { ask: "wrong", why: "one file at a time" };
  const { json, quiet, checkpoint, key } = values;
  return { ask: name, file, json, isQuiet: quiet, checkpoint, key };
}
