import type { Duplex } from "node:stream";
import type { SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";

type Socket = NonNullable<SMTPConnectionOptions["connection"]>;

/**
 * A stream as nodemailer wants it. In the host's process it is a socket already; a stream from elsewhere lacks only the inactivity
 * timer, which is not needed: every wait here has a deadline of its own.
 */
export function asSocket(stream: Duplex): Socket {
  if (!("setTimeout" in stream)) Object.defineProperty(stream, "setTimeout", { value: () => stream });
  if (!isSocket(stream)) throw new TypeError("not a stream that can carry SMTP");
  return stream;
}

/** What nodemailer calls of a socket is what every Duplex has, and setTimeout. */
function isSocket(stream: Duplex): stream is Socket {
  return "setTimeout" in stream;
}
