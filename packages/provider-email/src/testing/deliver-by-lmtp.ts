import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";

const RECIPIENT = "desk@example.org";
const PATIENCE_MS = 5_000;

/** Hands one mail to the channel's listener, as the account's own server does (RFC 2033). @throws {Error} it was not taken. */
export async function deliverByLmtp(port: number, mail: string | Uint8Array): Promise<void> {
  const socket = await connectSoon(port);
  try {
    const lines: AsyncIterator<string, undefined> = createInterface({ input: socket })[Symbol.asyncIterator]();
    const expectReply = async (code: string): Promise<void> => {
      for (;;) {
        const next = await lines.next();
        if (next.done === true || !next.value.startsWith(code)) throw new Error(`LMTP: expected ${code}`);
        if (next.value[3] !== "-") return;
      }
    };
    await expectReply("220");
    for (const [command, code] of [
      ["LHLO localhost", "250"],
      ["MAIL FROM:<mia@example.net>", "250"],
      [`RCPT TO:<${RECIPIENT}>`, "250"],
      ["DATA", "354"],
    ] as const) {
      socket.write(`${command}\r\n`);
      await expectReply(code);
    }
    const text = Buffer.from(mail).toString("latin1").replace(/^\./gm, "..");
    socket.write(Buffer.from(`${text.replace(/\r\n$/, "")}\r\n.\r\n`, "latin1"));
    await expectReply("250");
    socket.write("QUIT\r\n");
  } finally {
    socket.destroy();
  }
}

/** The listener opens when the channel does, which is not awaited. */
async function connectSoon(port: number): Promise<Socket> {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return socket;
    } catch (error) {
      socket.destroy();
      if (Date.now() > untilMs) throw error;
      await new Promise<void>((resolve) => void setImmediate(resolve));
    }
  }
}
