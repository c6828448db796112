import SMTPConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";

/** What takes the bytes of the server in nodemailer's client, in plain text and within TLS: not in its types, but there, which a test sees to. */
interface ReadsAnswers {
  readonly _onData: (this: SMTPConnection, chunk: Buffer) => void;
}

const readAnswers = (SMTPConnection.prototype as unknown as ReadsAnswers)._onData;
const LF = 0x0a;
/** A hundred recipients and their answers of several lines are far below. */
const LINES_AT_MOST = 10_000;

/**
 * nodemailer's client, for a server that means harm (G8). It queues every line, empty ones too, and takes one in each turn of the event loop: a server that
 * sends nothing but line ends would keep the process busy for minutes, after the connection is gone.
 */
export class BoundedConnection extends SMTPConnection {
  private lines = 0;

  /** @param onFlood - too many lines came since the last {@link BoundedConnection.expect}. */
  constructor(
    options: SMTPConnectionOptions,
    private readonly onFlood: () => void,
  ) {
    super(options);
  }

  /** Something is asked: lines count anew. */
  expect(): void {
    this.lines = 0;
  }

  _onData(chunk: Buffer): void {
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) this.lines += 1;
    if (this.lines > LINES_AT_MOST) this.onFlood();
    else readAnswers.call(this, chunk);
  }
}
