import { channel } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { z } from "zod";

const socketMessageSchema = z.object({
  socket: z.custom<Socket>((value) => typeof value === "object" && value !== null && "on" in value),
});
const requestMessageSchema = z.object({ request: z.object({ origin: z.union([z.string(), z.instanceof(URL)]) }) });

/** Where this process connected to, by whatever means. */
export interface ConnectionWatch {
  /** Loopback ports, and names or addresses elsewhere, in order. */
  readonly seen: readonly { readonly host: string; readonly port: number | undefined }[];
  stop(): void;
}

/** Watches every client socket and every fetch of this process, the ones that pass by the guard included. */
export function watchConnections(): ConnectionWatch {
  const seen: { host: string; port: number | undefined }[] = [];
  const onSocket = (message: unknown): void => {
    const parsed = socketMessageSchema.safeParse(message);
    if (!parsed.success) return;
    const { socket } = parsed.data;
    socket.on("lookup", (_error, _address, _family, host) => seen.push({ host, port: undefined }));
    socket.on("connect", () => {
      if (socket.remotePort !== undefined) seen.push({ host: socket.remoteAddress ?? "", port: socket.remotePort });
    });
  };
  const onRequest = (message: unknown): void => {
    const parsed = requestMessageSchema.safeParse(message);
    if (!parsed.success) return;
    const { hostname, port, protocol } = new URL(parsed.data.request.origin);
    seen.push({ host: hostname, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) });
  };
  const channels = [
    [channel("net.client.socket"), onSocket],
    [channel("undici:request:create"), onRequest],
  ] as const;
  for (const [one, listener] of channels) one.subscribe(listener);
  return {
    seen,
    stop: () => {
      for (const [one, listener] of channels) one.unsubscribe(listener);
    },
  };
}
