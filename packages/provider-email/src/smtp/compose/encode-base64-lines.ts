/** 57 bytes are 76 characters, the longest line MIME allows (RFC 2045 §6.8). */
const LINE = /.{76}(?=.)/g;

/** Base64 in lines, without a line end after the last. */
export function encodeBase64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64").replace(LINE, "$&\r\n");
}
