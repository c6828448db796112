/** The bodies of a multipart message's parts, byte for byte (RFC 2046 §5.1.1). */
export function readMultipart(body: Uint8Array, contentType: string): readonly Uint8Array[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const bytes = Buffer.concat([Buffer.from("\r\n"), body]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Uint8Array[] = [];
  for (let from = bytes.indexOf(delimiter); from !== -1;) {
    const next = bytes.indexOf(delimiter, from + delimiter.length);
    if (next === -1) break;
    const part = bytes.subarray(from + delimiter.length, next);
    const head = part.indexOf("\r\n\r\n");
    if (head !== -1) parts.push(part.subarray(head + 4));
    from = next;
  }
  return parts;
}
