/** What the server said it can, in its answer to EHLO (RFC 5321 §4.1.1.1). */
export interface ServerExtensions {
  /** SASL mechanisms in upper case; empty when it offers no authentication. */
  readonly mechanisms: readonly string[];
  /** RFC 1870: the largest message it takes; `undefined` when it sets no limit. */
  readonly sizeLimitBytes?: number;
  /** RFC 6531. */
  readonly utf8: boolean;
}

/** Reads the answer to EHLO. */
export function readServerExtensions(answer: string): ServerExtensions {
  const lines = answer.split(/\r?\n/).map((line) => line.slice(4).trim().toUpperCase());
  const auth = lines.find((line) => /^AUTH[ =]/.test(line));
  const size = /^SIZE (\d{1,15})$/.exec(lines.find((line) => line.startsWith("SIZE ")) ?? "")?.[1];
  const sizeLimitBytes = size === undefined ? 0 : Number(size);
  return {
    mechanisms:
      auth === undefined
        ? []
        : auth
            .slice(5)
            .split(/[ =]+/)
            .filter((name) => name !== ""),
    ...(sizeLimitBytes > 0 ? { sizeLimitBytes } : {}),
    utf8: lines.includes("SMTPUTF8"),
  };
}
