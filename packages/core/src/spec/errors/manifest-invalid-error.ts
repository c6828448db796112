import type { z } from "zod";
import { IssuesError } from "./issues-error.js";

/** A plugin's manifest is not complete or not consistent; `issues` names each field. */
export class ManifestInvalidError extends IssuesError {
  override readonly code = "MANIFEST_INVALID";
  constructor(providerId: string, problem: z.ZodError | readonly string[]) {
    super("MANIFEST_INVALID", problem, { providerId });
  }
}
