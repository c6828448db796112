import type { z } from "zod";
import type { ErrorDetails } from "./contact-center-error.js";
import { IssuesError } from "./issues-error.js";

/** See the entry `OPTION_INVALID` of the error catalog; `issues` names each field, without its value. */
export class OptionInvalidError extends IssuesError {
  override readonly code = "OPTION_INVALID";
  constructor(problem: z.ZodError | readonly string[], details: ErrorDetails = {}) {
    super("OPTION_INVALID", problem, details);
  }
}
