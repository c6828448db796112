import type { z } from "zod";
import { ContactCenterError, type ErrorDetails } from "./contact-center-error.js";
import { describeIssues } from "./describe-issues.js";
import type { ErrorCode } from "./error-catalog.js";

/** Base of the errors that name fields: `details.issues` is a list of `path: problem`. */
export abstract class IssuesError extends ContactCenterError {
  readonly issues: readonly string[];
  constructor(code: ErrorCode, problem: z.ZodError | readonly string[], details: ErrorDetails = {}) {
    // The zod error is no cause: it may quote values.
    const issues = "issues" in problem ? describeIssues(problem) : problem;
    super(code, { ...details, issues });
    this.issues = issues;
  }
}
