import { type ExitCode, exitCodes } from "./exit-codes.js";

/** Something a person can mend: what is wrong, and what to do. */
export class CliError extends Error {
  override readonly name = "CliError";
  constructor(
    problem: string,
    readonly remedy: string,
    readonly exitCode: ExitCode = exitCodes.missing,
  ) {
    super(problem);
  }
}
