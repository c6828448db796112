import { freePort } from "./free-port.js";
import type { Mailbox } from "./mailbox.js";

/** The host listens for mail itself (SMTP) and answers 250 only when a message is durable. */
export async function listenerMailbox(address: string): Promise<Mailbox> {
  const port = await freePort();
  return {
    description: `SMTP listener of the host on 127.0.0.1:${String(port)}`,
    settings: { listener: { port, protocol: "smtp", recipients: [address] } },
    delivery: { port, lmtp: false },
    close: () => Promise.resolve(),
  };
}
