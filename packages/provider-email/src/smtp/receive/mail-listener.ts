import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { type ConnectionV1, ContactCenterError, type InboundSinkV1 } from "@plugboard/core/spec";
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from "smtp-server";
import type { MailAccount } from "../account/mail-account.js";
import type { SmtpCredentials } from "../smtp-credentials.js";
import type { SmtpSettings } from "../smtp-settings.js";
import { allowedRecipients } from "./allowed-recipients.js";
import { backoffMs, type BackoffOptions } from "./backoff.js";
import { BufferBudget } from "./buffer-budget.js";
import { CertifiedServer, type ListenerCertificate } from "./certified-server.js";
import { contentKey } from "./content-key.js";
import { ListenerReply } from "./listener-reply.js";
import { pause } from "./pause.js";
import { untilAborted } from "./until-aborted.js";

const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 1_000, maxMs: 60_000 };
/** RFC 5321 §4.5.3.1.8: a server has to take at least so many. */
const RECIPIENTS_AT_MOST = 100;
/** RFC 5321 §4.5.3.2.7. */
const SOCKET_TIMEOUT_MS = 300_000;
const BUFFERED_MESSAGES = 4;
/** How often the certificate is looked at. */
const CERTIFICATE_LOOKED_AT_EVERY_MS = 60_000;

type Settings = NonNullable<SmtpSettings["listener"]>;

/**
 * Takes mail from another server by SMTP or LMTP. The answer 250 is given when the message is durable and not before (RFC 5321 §6.1);
 * while it cannot be made durable, 451 makes the other side try again.
 */
export class MailListener {
  constructor(
    private readonly connection: ConnectionV1<SmtpSettings, SmtpCredentials>,
    private readonly settings: Settings,
    private readonly account: MailAccount,
    private readonly backoff: BackoffOptions = DEFAULT_BACKOFF,
    private readonly certificateLookedAtEveryMs = CERTIFICATE_LOOKED_AT_EVERY_MS,
  ) {}

  /** Listens until the signal aborts; an address that is taken is tried again. */
  async run(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.listen(sink, signal);
        return;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        sink.report({ state: "disconnected", party: "host", code: "LISTEN_FAILED" });
        this.connection.logger.warn("the listener cannot listen", { code: "LISTEN_FAILED", failures });
        await pause(backoffMs(failures, this.backoff), signal);
      }
    }
  }

  private async listen(sink: InboundSinkV1, signal: AbortSignal): Promise<void> {
    const certified = await CertifiedServer.open(await this.account.current(), (certificate) =>
      this.server(sink, certificate),
    );
    const listener = await this.connection.sockets.listen({
      operation: "listen",
      endpoint: "listener",
      onConnection: (socket) => {
        if (isSocket(socket)) certified.server.connect(socket);
        else socket.destroy();
      },
    });
    sink.report({ state: "connected" });
    this.connection.logger.info("listening for mail", { port: listener.port, protocol: this.settings.protocol });
    const timer = setInterval(() => void this.renew(certified), this.certificateLookedAtEveryMs);
    timer.unref();
    await untilAborted(signal);
    clearInterval(timer);
    await listener.close();
  }

  private async renew(certified: CertifiedServer): Promise<void> {
    try {
      await certified.renew(await this.account.current());
    } catch (error) {
      // It goes on with the one it has.
      const code = ContactCenterError.isInstance(error) ? error.code : "CERTIFICATE_UNUSABLE";
      this.connection.logger.warn("the listener's certificate was not renewed", { code });
    }
  }

  private async server(sink: InboundSinkV1, certificate: ListenerCertificate): Promise<SMTPServer> {
    const { protocol, serverName, maxMessageBytes, maxConnections, recipients } = this.settings;
    // Loaded by channels that listen, and by no other.
    const { SMTPServer } = await import("smtp-server");
    const { listenerCertificate: cert, listenerPrivateKey: key } = certificate;
    const isAllowed = allowedRecipients(recipients);
    const budget = new BufferBudget(maxMessageBytes * BUFFERED_MESSAGES);
    const encrypts = cert !== undefined && key !== undefined;
    const server = new SMTPServer({
      lmtp: protocol === "lmtp",
      name: serverName,
      banner: "ready",
      size: maxMessageBytes,
      maxClients: maxConnections,
      socketTimeout: SOCKET_TIMEOUT_MS,
      authOptional: true,
      disabledCommands: encrypts ? ["AUTH"] : ["AUTH", "STARTTLS"],
      ...(encrypts ? { cert, key, minVersion: "TLSv1.2" } : {}),
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, session, done) => {
        if (!isAllowed(address)) done(new ListenerReply(550, "No such recipient here"));
        else if (session.envelope.rcptTo.length >= RECIPIENTS_AT_MOST)
          done(new ListenerReply(452, "Too many recipients"));
        else done();
      },
      onData: (stream, session, done) => {
        this.take(stream, session, sink, budget).then(
          () => done(null, "Recorded"),
          (error: unknown) => done(this.replyTo(error)),
        );
      },
    });
    // A client that breaks its connection costs itself its message, and nothing else.
    server.on("error", () => undefined);
    return server;
  }

  private async take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    sink: InboundSinkV1,
    budget: BufferBudget,
  ): Promise<void> {
    const held = { bytes: 0 };
    try {
      const body = await readWithin(stream, budget, held);
      const { mailFrom, rcptTo } = session.envelope;
      const recipients = rcptTo.map(({ address }) => address);
      await sink.accept({
        deduplicationKey: contentKey("listener", body, () => `listener:${randomUUID()}`, recipients),
        contentType: "message/rfc822",
        body,
        attributes: {
          via: this.settings.protocol,
          receivedAt: new Date(this.connection.clock.now()).toISOString(),
          envelopeFrom: mailFrom === false ? "" : mailFrom.address,
          recipients: recipients.join(" "),
        },
      });
    } finally {
      budget.release(held.bytes);
    }
  }

  private replyTo(error: unknown): ListenerReply {
    if (error instanceof ListenerReply) return error;
    this.connection.logger.warn("a message was not recorded; the other side was asked to try again", {
      code: "NOT_RECORDED",
    });
    return new ListenerReply(451, "Not recorded, try again later");
  }
}

/**
 * Reads a message to its end, keeping no more than is allowed: what is too large is read on and thrown away, because a reply may be given
 * only after the end.
 */
async function readWithin(
  stream: SMTPServerDataStream,
  budget: BufferBudget,
  held: { bytes: number },
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let fits = true;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!fits || stream.sizeExceeded) continue;
    fits = budget.hold(chunk.length);
    if (!fits) continue;
    held.bytes += chunk.length;
    chunks.push(chunk);
  }
  if (stream.sizeExceeded) throw new ListenerReply(552, "Message too large");
  if (!fits) throw new ListenerReply(452, "Too much mail at once, try again later");
  return Buffer.concat(chunks);
}

function isSocket(socket: Duplex): socket is Parameters<SMTPServer["connect"]>[0] & Duplex {
  return "setTimeout" in socket && "remoteAddress" in socket;
}
