import type { Command } from "./command.js";

/** All commands, one a line. */
export function overview(commands: readonly Command[]): string {
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
export function helpOf({ name, operands, summary, flags }: Command): string {
  const lines = Object.entries(flags).map(
    ([flag, { boolean, multiple, meaning }]) =>
      `  ${`--${flag}${boolean === true ? "" : " VALUE"}`.padEnd(26)} ${meaning}${multiple === true ? " (may be repeated)" : ""}`,
  );
  lines.push(`  ${"--json".padEnd(26)} one object a line on stdout, errors as one on stderr`);
  const usage = ["plugboard", name, operands, "[flags]"].filter(Boolean).join(" ");
  return [usage, "", summary, "", ...lines].join("\n").trimEnd();
}
