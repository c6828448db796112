/** The `code` of an error of the system or a library, if it has one that is fit to be shown. */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "UNKNOWN";
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code;
  // undici's parser knows what was wrong and leaves the code out.
  return name === "HTTPParserError" ? "HPE_UNKNOWN" : "UNKNOWN";
}
