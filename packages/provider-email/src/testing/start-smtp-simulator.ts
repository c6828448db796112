import { type AddressInfo, createServer } from "node:net";
import type {
  Misbehaviour,
  ProviderSimulator,
  ReceivedRequest,
  TakenBySimulator,
} from "@plugboard/provider-testkit/conformance";
import { SMTPServer } from "smtp-server";

export interface SmtpSimulatorOptions {
  readonly user: string;
  readonly password: string;
}

interface Reply extends Error {
  responseCode?: number;
}

/** An error that the server answers with. */
function reply(responseCode: number, text: string): Reply {
  return Object.assign(new Error(text), { responseCode });
}

const REPLIES = {
  unavailable: reply(421, "4.3.2 Service shutting down"),
  "rate-limited": reply(454, "4.7.28 Too many logins, come back later"),
  "credentials-refused": reply(535, "5.7.8 Authentication credentials invalid"),
  "recipient-unknown": reply(550, "5.1.1 No such user here"),
};

/**
 * A submission server on loopback that asks for the account's password, keeps what it takes, and can be told to misbehave. It holds a free
 * port for the channel's listener: `origin` is `smtp://127.0.0.1:<port>/?listener=<port>`.
 */
export async function startSmtpSimulator({ user, password }: SmtpSimulatorOptions): Promise<ProviderSimulator> {
  const requests: ReceivedRequest[] = [];
  const messages: TakenBySimulator[] = [];
  let misbehaviour: Misbehaviour | undefined;
  let left = 0;
  /** Whether it is time for this now; used up by it. */
  const does = (kind: Misbehaviour["kind"]): boolean => {
    if (misbehaviour?.kind !== kind || left === 0) return false;
    left -= 1;
    return true;
  };
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 200,
    onConnect: (_session, done) => {
      if (does("unavailable")) done(REPLIES.unavailable);
      else done();
    },
    onAuth: (auth, _session, done) => {
      const right = auth.username === user && auth.password === password;
      if (does("rate-limited")) done(REPLIES["rate-limited"]);
      else if (does("credentials-refused") || !right) done(REPLIES["credentials-refused"]);
      else done(null, { user });
    },
    onRcptTo: (_address, _session, done) => done(does("recipient-unknown") ? REPLIES["recipient-unknown"] : undefined),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const id = `queued-${messages.length + 1}`;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const body = Buffer.concat(chunks);
        requests.push({ method: "MAIL", path: "", headers: { "envelope-to": to.join(", ") }, body });
        messages.push({ id, to: to.join(", ") });
        if (does("lose-answer")) server.connections.forEach((connection) => connection._socket.destroy());
        else done(null, `2.0.0 Ok: queued as ${id}`);
      });
    },
  });
  // A client that goes away in the middle is one of the tests.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const listener = await freePort();
  return {
    origin: `smtp://127.0.0.1:${port}/?listener=${listener}`,
    requests,
    messages,
    complaints: [],
    misbehave: (behaviour, times = 1) => {
      misbehaviour = behaviour;
      left = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** A port nobody uses now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}
