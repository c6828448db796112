import { ChatFailure } from "./chat-failure.js";
import type { ChatRequests } from "./chat-requests.js";
import { natives } from "./natives.js";

/** Way the events come down: server-sent events, or the same over a WebSocket. */
export type Transport = "events" | "websocket";

/** A socket that brought nothing by then brings nothing: something on the way keeps it back. Milliseconds. */
const FIRST_MS = 5_000;

export interface OpenedStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly transport: Transport;
}

/**
 * Opens the stream at a cursor. Over a WebSocket where that is wanted, and where it is refused as server-sent events all the same: that answer says, too,
 * what a socket cannot, such as that the visitor is not known any more.
 * @throws {ChatFailure}
 */
export async function openStream(
  requests: ChatRequests,
  {
    token,
    cursor,
    signal,
  }: { readonly token?: string | undefined; readonly cursor: number; readonly signal: AbortSignal },
): Promise<OpenedStream> {
  const headers = { "last-event-id": String(cursor) };
  if (requests.usesSocket && token !== undefined) {
    const first = natives.stringify({ ...headers, authorization: `Bearer ${token}` });
    const body = await openSocket(requests.socketUrl("events"), first, signal).catch(() => undefined);
    if (body !== undefined) return { body, transport: "websocket" };
    // Left meanwhile: nobody would end what is opened now.
    if (signal.aborted) throw new ChatFailure("OFFLINE");
  }
  const { body } = await requests.call("events", { token, headers, signal });
  if (body === null) throw new ChatFailure("OFFLINE");
  return { body, transport: "events" };
}

/** Resolves with the first piece that comes; rejects when the socket ends before. */
function openSocket(url: string, first: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const socket = new natives.WebSocket(url);
    socket.binaryType = "arraybuffer";
    let isOver = false;
    let pieces: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (pieces = controller) });
    // Not left to `onclose`: where the network is gone it comes a minute late.
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      natives.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      socket.close();
      pieces?.close();
      reject(new ChatFailure("OFFLINE"));
    };
    const timer = natives.setTimeout(end, FIRST_MS);
    signal.addEventListener("abort", end);
    socket.onopen = () => socket.send(first);
    socket.onclose = end;
    socket.onmessage = ({ data }) => {
      if (isOver || !(data instanceof ArrayBuffer)) return;
      natives.clearTimeout(timer);
      pieces?.enqueue(new Uint8Array(data));
      resolve(body);
    };
  });
}
