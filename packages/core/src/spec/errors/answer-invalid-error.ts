import type { z } from "zod";
import { IssuesError } from "./issues-error.js";

/** A provider's answer does not have the expected shape. The answer itself is not quoted. */
export class AnswerInvalidError extends IssuesError {
  override readonly code = "ANSWER_INVALID";
  constructor(problem: z.ZodError | readonly string[], details: { operation?: string; status?: number } = {}) {
    super("ANSWER_INVALID", problem, details);
  }
}
