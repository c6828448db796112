import type { Duplex } from "node:stream";
import { z } from "zod";

/** Both ends of a connection, as far as the host's socket knows them. */
export const peerSchema = z.object({
  remoteAddress: z.string().max(64).optional(),
  remotePort: z.int().optional(),
  localAddress: z.string().max(64).optional(),
  localPort: z.int().optional(),
});
export type Peer = z.infer<typeof peerSchema>;

/** What a connector in the host's process could read of its socket. */
export function peerOf(socket: Duplex): Peer {
  const found = peerSchema.safeParse({
    ...Object.fromEntries(Object.keys(peerSchema.shape).map((name) => [name, Reflect.get(socket, name) as unknown])),
  });
  return found.success ? found.data : {};
}
