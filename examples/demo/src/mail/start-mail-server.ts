import { SMTPServer } from "smtp-server";

/** A message the outside world received, as far as it answers it. */
export interface TakenMail {
  readonly messageId: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly raw: string;
}

export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

export const mailCredentials = { user: "acme", password: "demo-only-password" } as const;

/** A submission server on loopback (npm smtp-server): takes mail from the account and hands it to whoever stands for the outside. */
export async function startMailServer(onMail: (mail: TakenMail) => void): Promise<MailServer> {
  const server = new SMTPServer({
    authMethods: ["PLAIN", "LOGIN"],
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, callback) => {
      if (username === mailCredentials.user && password === mailCredentials.password)
        callback(null, { user: username });
      else callback(new Error("wrong user or password"));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString("utf8");
        const { mailFrom, rcptTo } = session.envelope;
        // Answering ends the envelope, so it is read before.
        callback();
        for (const { address } of rcptTo)
          onMail({
            raw,
            messageId: header(raw, "Message-ID"),
            subject: header(raw, "Subject"),
            from: mailFrom === false ? "" : mailFrom.address,
            to: address,
          });
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("the mail server has no port");
  return { port: address.port, close: () => new Promise((resolve) => server.close(resolve)) };
}

function header(raw: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, "im").exec(raw)?.[1]?.trim() ?? "";
}
