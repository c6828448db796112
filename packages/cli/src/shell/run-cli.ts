import { parseArgs } from "node:util";
import { ContactCenterError } from "@plugboard/core/spec";
import { commands } from "../commands/all-commands.js";
import { CliError } from "./cli-error.js";
import type { Command } from "./command.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import { helpOf, overview } from "./help.js";
import { nearest } from "./nearest.js";
import { readVersion } from "./read-version.js";
import { systemCode } from "./system-code.js";
import { type Streams, talkOn } from "./talk-on.js";

/**
 * Runs a command line.
 * @param argv - without `node` and the script.
 * @returns the exit code; errors are written to stderr with what to do.
 */
export async function runCli(argv: readonly string[], streams: Streams): Promise<ExitCode> {
  // `plugboard help verify` is `plugboard verify --help`.
  const json = argv.includes("--json");
  const typed = argv[0] === "--json" ? [...argv.slice(1), "--json"] : argv;
  const asked = typed[0] === "help" ? typed[1] : undefined;
  const [name, ...rest] = asked === undefined || asked === "--json" ? typed : [asked, "--help"];
  if (name === "--version" || name === "-v") {
    const version = readVersion();
    streams.out(`${json ? JSON.stringify({ version }) : version}\n`);
    return exitCodes.done;
  }
  const fail = (problem: string, remedy: string, code: ExitCode): ExitCode => {
    streams.error(
      json ? `${JSON.stringify({ error: problem, remedy, exitCode: code })}\n` : `${problem}\nTo do: ${remedy}\n`,
    );
    return code;
  };
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    if (name !== undefined && !["help", "--help", "-h", "--json"].includes(name))
      return fail(
        `plugboard has no command ${JSON.stringify(name)}`,
        `${meant(name, commandNames, (one) => `\`plugboard ${one}\``)}plugboard --help shows them all`,
        exitCodes.usage,
      );
    streams.out(`${overview(commands, json)}\n`);
    return exitCodes.done;
  }
  const help = `plugboard ${command.name} --help shows what it takes`;
  const unknown = unknownFlag(command, rest);
  if (unknown !== undefined) {
    const remedy = `${meant(unknown, Object.keys(flagsOf(command)), (one) => `--${one}`)}${help}`;
    return fail(`${command.name} has no flag --${unknown}`, remedy, exitCodes.usage);
  }
  let input;
  try {
    input = parse(command, rest);
  } catch (error) {
    return fail(messageOf(error), help, exitCodes.usage);
  }
  if (input.on["help"] === true) {
    streams.out(`${helpOf(command, json)}\n`);
    return exitCodes.done;
  }
  const surplus = input.positionals.slice(operandsOf(command));
  if (surplus.length > 0)
    return fail(
      `${command.name} does not take ${surplus.map((one) => JSON.stringify(one)).join(", ")}`,
      help,
      exitCodes.usage,
    );
  try {
    return await command.run({ ...input, talk: talkOn(streams, json) });
  } catch (error) {
    if (error instanceof CliError) return fail(error.message, error.remedy, error.exitCode);
    if (ContactCenterError.isInstance(error)) return fail(error.message, error.remedy, exitCodes.notRight);
    if (systemCode(error) !== undefined)
      return fail(messageOf(error), "check that the path is there and that you may use it", exitCodes.missing);
    return fail(messageOf(error), "report it with the command line that led to it", exitCodes.internal);
  }
}

const commandNames = commands.map(({ name }) => name);

/** The command's own, and those each command has. */
function flagsOf({ flags }: Command): Command["flags"] {
  return { ...flags, json: { boolean: true, meaning: "" }, help: { boolean: true, meaning: "" } };
}

function unknownFlag(command: Command, args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const known = flagsOf(command);
  return args
    .slice(0, end < 0 ? args.length : end)
    .flatMap((one) => /^--([^=]+)/.exec(one)?.[1] ?? [])
    .find((flag) => !Object.hasOwn(known, flag));
}

function meant(typed: string, names: readonly string[], written: (name: string) => string): string {
  const name = nearest(typed, names);
  return name === undefined ? "" : `did you mean ${written(name)}? `;
}

function parse(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flagsOf(command)).map(([flag, { boolean, multiple }]) => [
      flag,
      { type: boolean === true ? ("boolean" as const) : ("string" as const), multiple: multiple === true },
    ]),
  );
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const text: Record<string, string | undefined> = {};
  const lists: Record<string, readonly string[]> = {};
  const on: Record<string, boolean> = {};
  for (const [flag, value] of Object.entries(values)) {
    if (typeof value === "string") text[flag] = value;
    else if (typeof value === "boolean") on[flag] = value;
    else if (Array.isArray(value)) lists[flag] = value.map(String);
  }
  return { positionals, text, lists, on };
}

/** How many operands a command takes: one for each `<…>` and `[…]`. */
const operandsOf = ({ operands }: Command): number => operands.match(/[<[]/g)?.length ?? 0;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
