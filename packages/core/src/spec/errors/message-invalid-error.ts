import type { z } from "zod";
import type { ErrorDetails } from "./contact-center-error.js";
import { IssuesError } from "./issues-error.js";

/** See the entry `MESSAGE_INVALID` of the error catalog; `issues` names each field, without its value. */
export class MessageInvalidError extends IssuesError {
  override readonly code = "MESSAGE_INVALID";
  constructor(problem: z.ZodError | readonly string[], details: ErrorDetails = {}) {
    super("MESSAGE_INVALID", problem, details);
  }
}
