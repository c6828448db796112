/** The class of what a plugin threw, `"TypeError"`, and never its text, which may quote what it handled. Never throws, whatever it was. */
export function classOfError(error: unknown): string {
  try {
    return error instanceof Error && /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : "unknown";
  } catch {
    // It fails when it is looked at.
    return "unknown";
  }
}
