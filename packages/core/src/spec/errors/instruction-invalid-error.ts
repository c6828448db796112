import type { z } from "zod";
import type { ErrorDetails } from "./contact-center-error.js";
import { IssuesError } from "./issues-error.js";

/** See the entry `INSTRUCTION_INVALID` of the error catalog; `issues` names each field, without its value. */
export class InstructionInvalidError extends IssuesError {
  override readonly code = "INSTRUCTION_INVALID";
  constructor(problem: z.ZodError | readonly string[], details: ErrorDetails = {}) {
    super("INSTRUCTION_INVALID", problem, details);
  }
}
