interface Issues {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/** Where something does not fit its schema and why, in one line and without the values. */
export function issuesOf({ issues }: Issues): string {
  return issues
    .map(({ path, message }) => `${path.length === 0 ? "(root)" : path.map(String).join(".")}: ${message}`)
    .join("; ");
}

export const hasIssues = (error: unknown): error is Issues =>
  error instanceof Error && error.name === "ZodError" && "issues" in error && Array.isArray(error.issues);
