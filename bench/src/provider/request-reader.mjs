const HEAD_END = "\r\n\r\n";
const EMPTY = Buffer.alloc(0);

/**
 * Cuts the bytes of one connection into requests. Knows what the measured clients send and no more: HTTP/1.1 with
 * Content-Length. A full parser would take a large part of the second core and make the provider the bottleneck.
 * @param {(request: { delayMs: number, key: string | null }) => void} onRequest
 *   called when a body is complete; `delayMs` from a path segment `delay-50`, `key` from the header Idempotency-Key
 * @returns {(chunk: Buffer) => boolean} false when the bytes are not such a request
 */
export function createRequestReader(onRequest) {
  let pending = EMPTY;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length > 0) {
      const headLength = pending.indexOf(HEAD_END);
      if (headLength === -1) return pending.length < 65_536;
      const head = pending.latin1Slice(0, headLength);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head);
      if (length === null) return false;
      const end = headLength + HEAD_END.length + Number(length[1]);
      if (pending.length < end) return true;
      pending = end === pending.length ? EMPTY : pending.subarray(end);
      const delay = /^\S+ \S*\/delay-(\d+)/.exec(head);
      const key = /\r\nidempotency-key: *([^\r]+)/i.exec(head);
      onRequest({ delayMs: delay === null ? 0 : Number(delay[1]), key: key?.[1] ?? null });
    }
    return true;
  };
}
