import { createHash, createPrivateKey, type KeyObject, sign } from "node:crypto";

export interface DkimKey {
  readonly domainName: string;
  readonly keySelector: string;
  /** RSA or Ed25519. */
  readonly privateKey: KeyObject;
}

/** Signed once more often than present, so that nobody can add one (RFC 6376 §5.4.2). */
const SEALED = ["from", "to", "cc", "subject", "date", "reply-to"];

/**
 * Reads the private key.
 * @param pem - PKCS #1 or #8, PEM.
 * @returns `undefined` when it is no key DKIM knows; the reason is not told, as it might quote the key.
 */
export function readDkimKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" || key.asymmetricKeyType === "ed25519" ? key : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/**
 * The DKIM-Signature field for a message (RFC 6376, RFC 8463), canonicalisation relaxed/simple: covers every field of its header and
 * its whole body.
 * @param message - CRLF line ends.
 * @param signedAtMs - milliseconds since the epoch.
 * @returns the field with its line end, to be put in front of the message.
 */
export function dkimSignature(message: Buffer, key: DkimKey, signedAtMs: number): string {
  const headerEnd = message.indexOf("\r\n\r\n");
  const fields = message
    .toString("utf8", 0, headerEnd)
    .split(/\r\n(?![ \t])/)
    .map((field) => ({ name: field.slice(0, field.indexOf(":")).toLowerCase(), field }));
  const algorithm = key.privateKey.asymmetricKeyType === "ed25519" ? "ed25519-sha256" : "rsa-sha256";
  const names = [...fields.map(({ name }) => name), ...SEALED];
  const unsigned = [
    `DKIM-Signature: v=1; a=${algorithm}; c=relaxed/simple; d=${key.domainName};`,
    ` s=${key.keySelector}; t=${Math.floor(signedAtMs / 1_000)};`,
    ` h=${names.join(":\r\n  ")};`,
    ` bh=${bodyHash(message.subarray(headerEnd + 4))};`,
    ` b=`,
  ].join("\r\n");
  const signed = [...signedFields(fields), relax(unsigned)].join("\r\n");
  return `${unsigned}${signatureOf(signed, key.privateKey).replace(/.{70}(?=.)/g, "$&\r\n  ")}\r\n`;
}

/** Fields of one name are signed from the last upwards (RFC 6376 §5.4.2); here each name is there once. */
function signedFields(fields: readonly { readonly field: string }[]): string[] {
  return fields.map(({ field }) => relax(field));
}

/** RFC 6376 §3.4.2. */
function relax(field: string): string {
  const colon = field.indexOf(":");
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

/** RFC 6376 §3.4.3: empty lines at the end do not count, one line end does. */
function bodyHash(body: Buffer): string {
  let end = body.length;
  while (end >= 2 && body[end - 1] === 0x0a && body[end - 2] === 0x0d) end -= 2;
  return createHash("sha256").update(body.subarray(0, end)).update("\r\n").digest("base64");
}

function signatureOf(text: string, privateKey: KeyObject): string {
  const data = Buffer.from(text);
  if (privateKey.asymmetricKeyType !== "ed25519") return sign("sha256", data, privateKey).toString("base64");
  return sign(null, createHash("sha256").update(data).digest(), privateKey).toString("base64");
}
