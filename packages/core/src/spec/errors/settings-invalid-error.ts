import type { z } from "zod";
import type { ErrorDetails } from "./contact-center-error.js";
import { IssuesError } from "./issues-error.js";

/** See the entry `SETTINGS_INVALID` of the error catalog; `issues` names each field, without its value. */
export class SettingsInvalidError extends IssuesError {
  override readonly code = "SETTINGS_INVALID";
  constructor(problem: z.ZodError | readonly string[], details: ErrorDetails = {}) {
    super("SETTINGS_INVALID", problem, details);
  }
}
