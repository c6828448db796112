/**
 * Tells which envelope recipients mail is taken for. Domains compare without case; local parts too, because no server that matters
 * tells `Support` from `support` (RFC 5321 §2.4 leaves it to the receiver).
 * @param allowed - addresses, and domains as `@example.com`.
 */
export function allowedRecipients(allowed: readonly string[]): (address: string) => boolean {
  const known = new Set(allowed.map((entry) => entry.toLowerCase()));
  return (address) => {
    const lower = address.toLowerCase();
    const at = lower.lastIndexOf("@");
    return at > 0 && (known.has(lower) || known.has(lower.slice(at)));
  };
}
