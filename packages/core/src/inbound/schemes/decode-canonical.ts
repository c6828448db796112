/**
 * Bytes of a base64 or base64url text, or nothing when it is not written the one way an encoder writes it: with other texts for the
 * same bytes, a header with a flipped bit would still verify.
 */
export function decodeCanonical(text: string, encoding: "base64" | "base64url"): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  return bytes.length > 0 && bytes.toString(encoding) === text ? bytes : undefined;
}
