import type { FaultySocket } from "./faulty-socket.js";

/** The head of a request. */
export interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** Names in lower case; of a repeated field the last one. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @returns `undefined` when the other side hung up before the empty line. */
export async function readRequestHead(socket: FaultySocket): Promise<RequestHead | undefined> {
  const bytes = await socket.readThrough("\r\n\r\n");
  if (!bytes) return undefined;
  const [first = "", ...lines] = bytes.toString("latin1").trimEnd().split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(":");
    headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  return { method, path, headers };
}

/** @returns the body by content-length or chunks; `undefined` when the other side hung up before its end. */
export async function readRequestBody(socket: FaultySocket, head: RequestHead): Promise<Buffer | undefined> {
  if (!/\bchunked\b/i.test(head.headers["transfer-encoding"] ?? ""))
    return socket.readBytes(Number(head.headers["content-length"] ?? 0));
  const chunks: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt((await socket.readThrough("\r\n"))?.toString("latin1") ?? "", 16);
    if (!Number.isFinite(size)) return undefined;
    const chunk = await socket.readBytes(size + 2);
    if (!chunk) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, size));
  }
}
