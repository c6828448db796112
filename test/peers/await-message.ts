import { once } from "node:events";
import type { ImapFlow, SearchObject } from "imapflow";

/**
 * The whole message as the server keeps it, as soon as it is there; woken by the server, not by a clock.
 *
 * @param client - connected; its INBOX is opened.
 * @param wanted - what IMAP's SEARCH can ask for; the newest that fits is taken.
 * @throws {Error} it did not come in time.
 */
export async function awaitMessage(client: ImapFlow, wanted: SearchObject, timeoutMs = 15_000): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs);
  await client.mailboxOpen("INBOX");
  for (;;) {
    const arrival = once(client, "exists", { signal });
    arrival.catch(() => undefined); // awaited below unless the message is there already
    const found = await client.search(wanted, { uid: true });
    const uid = found ? found.at(-1) : undefined;
    if (uid !== undefined) {
      const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
      if (message && message.source) return message.source;
    }
    // Left alone, the client would start IDLE after 15 s only; the next command ends it.
    const idling = client.idle();
    await arrival;
    await Promise.all([client.noop(), idling]);
  }
}
