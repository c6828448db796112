import { randomBytes } from "node:crypto";

/** A file and its fields as `multipart/form-data` (RFC 7578). */
export interface MultipartFile {
  readonly fields: Readonly<Record<string, string>>;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * The body and its content type. The boundary is random, so nothing in a file can end its part; quotes and line ends in the file's name are percent-encoded
 * as browsers do.
 * @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
 */
export function multipartFile({ fields, filename, contentType, bytes }: MultipartFile): {
  readonly contentType: string;
  readonly body: Uint8Array;
} {
  const boundary = `plugboard-${randomBytes(16).toString("hex")}`;
  const head: string[] = [];
  for (const [name, value] of Object.entries(fields))
    head.push(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const escaped = filename.replace(/\n/g, "%0A").replace(/\r/g, "%0D").replace(/"/g, "%22");
  head.push(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escaped}"\r\ncontent-type: ${contentType}\r\n\r\n`,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: joined(Buffer.from(head.join("")), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)),
  };
}

/** Plain bytes: a Buffer is not what arrives on the other side of a process border. */
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
