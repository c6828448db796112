/** What the server said it can, in its answer to EHLO (RFC 5321 §4.1.1.1). */
export interface ServerExtensions {
  /** SASL mechanisms in upper case; empty when it offers no authentication. */
  readonly mechanisms: readonly string[];
  /** RFC 1870: the largest message it takes; `undefined` when it sets no limit. */
  readonly sizeLimitBytes?: number;
  /** RFC 1870: it wants to know beforehand how large a message is. */
  readonly takesSize: boolean;
  /** RFC 6531. */
  readonly utf8: boolean;
}

/** Reads the answer to EHLO. */
export function readServerExtensions(answer: string): ServerExtensions {
  const lines = answer.split(/\r?\n/).map((line) => line.slice(4).trim().toUpperCase().split(/\s+/));
  const size = lines.find(([name]) => name === "SIZE");
  const sizeLimitBytes = /^\d{1,15}$/.test(size?.[1] ?? "") ? Number(size?.[1]) : 0;
  return {
    mechanisms: [...new Set(lines.flatMap(mechanismsOf))],
    ...(sizeLimitBytes > 0 ? { sizeLimitBytes } : {}),
    takesSize: size !== undefined,
    utf8: lines.some(([name]) => name === "SMTPUTF8"),
  };
}

/** Older servers write `AUTH=LOGIN`, in a line of its own or among others. */
function mechanismsOf(words: readonly string[]): string[] {
  const [name, ...mechanisms] = words.flatMap((word) => word.split("="));
  return name === "AUTH" ? mechanisms.filter((mechanism) => mechanism !== "") : [];
}
