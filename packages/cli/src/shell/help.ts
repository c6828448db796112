import type { Command } from "./command.js";
import { exitCodes } from "./exit-codes.js";

/** All commands, one a line. */
export function overview(commands: readonly Command[], json: boolean): string {
  if (json)
    return JSON.stringify({
      commands: commands.map(({ name, operands, summary }) => ({ name, operands, summary })),
      exitCodes,
    });
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`);
  return [
    "plugboard <command> [flags]",
    "",
    ...lines,
    "",
    "Every command takes --json (one object a line on stdout) and --help; plugboard --version says which this is.",
    "Exit codes: 0 done, 1 not right, 2 not understood, 3 something is missing, 70 a fault of the command.",
  ].join("\n");
}

/** One command with its flags. */
export function helpOf({ name, operands, summary, flags: own }: Command, json: boolean): string {
  const flags: Command["flags"] = {
    ...own,
    json: { boolean: true, meaning: "one object a line on stdout, errors as one on stderr" },
  };
  if (json) return JSON.stringify({ name, operands, summary, flags });
  const lines = Object.entries(flags).map(
    ([flag, { boolean, multiple, meaning }]) =>
      `  ${`--${flag}${boolean === true ? "" : " VALUE"}`.padEnd(26)} ${meaning}${multiple === true ? " (may be repeated)" : ""}`,
  );
  const usage = ["plugboard", name, operands, "[flags]"].filter(Boolean).join(" ");
  return [usage, "", summary, "", ...lines].join("\n").trimEnd();
}
