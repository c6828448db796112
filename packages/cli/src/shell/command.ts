import type { ExitCode } from "./exit-codes.js";

/** A flag of a command. Without `boolean` it takes a value. */
export interface Flag {
  readonly boolean?: true;
  readonly multiple?: true;
  readonly meaning: string;
}

/** What a command says, apart from its result: nothing of it is on stdout with `--json`. */
export interface Talk {
  /** A line of the result, for people. */
  line(text: string): void;
  /** The result as one line of JSON; only with `--json`. */
  json(value: object): void;
  /** On stderr: what is going on. */
  progress(text: string): void;
  /** Asks for what was not given; fails where nobody can be asked. */
  ask(flag: string, question: string, suggestion?: string): Promise<string>;
}

export interface CommandInput {
  readonly positionals: readonly string[];
  /** Flags with a value. */
  readonly text: Readonly<Record<string, string | undefined>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly on: Readonly<Record<string, boolean>>;
  readonly talk: Talk;
}

export interface Command {
  readonly name: string;
  /** After the name: `"<tarball | folder>"`; one word in angles or brackets for each it takes. */
  readonly operands: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  run(input: CommandInput): Promise<ExitCode>;
}
