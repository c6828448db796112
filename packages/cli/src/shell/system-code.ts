/** `"EACCES"` of an error that the system gave; undefined for any other. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^E[A-Z0-9]+$/.test(code) && "syscall" in (error as object) ? code : undefined;
}
