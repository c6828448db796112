import { startHttpProviderServer } from "@plugboard/provider-testkit";
import { SMTPServer } from "smtp-server";
import type { CrashOrder } from "./crash-order.js";

/** The providers' side of a crash row: what arrived, however often the host was killed. */
export interface ReceivingEnd {
  readonly channel: CrashOrder["channels"][number];
  /** Text of each message taken, in order; a repeat that the provider recognised by its key is left out. */
  texts(): string[];
  close(): Promise<void>;
}

export async function httpReceivingEnd(): Promise<ReceivingEnd> {
  const server = await startHttpProviderServer();
  return {
    channel: { provider: "http", port: server.port },
    texts: () => server.messages.map(({ text }) => text),
    close: () => server.close(),
  };
}

export async function smtpReceivingEnd(): Promise<ReceivingEnd> {
  const texts: string[] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (_auth, _session, callback) => callback(null, { user: "acme" }),
    onData: (stream, _session, callback) => {
      let raw = "";
      stream.on("data", (chunk: Buffer) => (raw += chunk.toString()));
      stream.on("end", () => {
        texts.push(/^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "");
        callback();
      });
    },
  });
  // A client that is killed in mid-connection is what this is for.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    channel: { provider: "smtp", port },
    texts: () => texts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
