import type { Duplex } from "node:stream";
import type { SMTPError, SMTPConnectionOptions, SMTPConnectionSendInfo } from "nodemailer/lib/smtp-connection";
import { BodyStream } from "./body-stream.js";
import { BoundedConnection } from "./bounded-connection.js";
import { readServerExtensions, type ServerExtensions } from "./server-extensions.js";
import { readSmtpFailure } from "./read-smtp-failure.js";
import type { SmtpLogin } from "./smtp-login.js";
import { SmtpFailure, type SmtpFailureFacts, type SmtpStage } from "./smtp-failure.js";
import { readSmtpReply, type SmtpReply } from "./smtp-reply.js";

/** How long the answer to QUIT is waited for. */
const GOODBYE_MS = 5_000;

export interface SentEmail {
  /** The id the server gave the message instead of ours, where it names one it put in (Amazon SES, Microsoft 365). */
  readonly serverMessageId?: string;
  /** Envelope addresses refused while the message was taken for the others; without a reply where nobody knows. */
  readonly refused: readonly { readonly address: string; readonly reply?: SmtpReply | undefined }[];
}

/** One SMTP connection: opened, authenticated, and used for one message after the other. */
export class SmtpSession {
  /** Messages handed over or tried so far. */
  messageCount = 0;
  extensions: ServerExtensions = { mechanisms: [], takesSize: false, utf8: false };
  private readonly connection: BoundedConnection;
  private stage: SmtpStage = "connect";
  private body: BodyStream | undefined;
  private fail: ((error: SmtpFailure) => void) | undefined;

  /**
   * @param socket - the connection below, for the host to count what leaves.
   */
  constructor(
    options: SMTPConnectionOptions,
    readonly socket: Duplex,
  ) {
    this.connection = new BoundedConnection(options, () => {
      this.end("protocol");
    });
    this.connection.on("error", (error: SMTPError) => this.fail?.(this.read(error)));
    // Some errors close the connection before they are reported: the report, which says more, goes first.
    this.connection.on("end", () => {
      queueMicrotask(() => this.fail?.(this.failure({ kind: "lost" })));
    });
  }

  /** False once the connection is closed or failed. */
  get alive(): boolean {
    return !this.connection.destroyed;
  }

  /**
   * Greets, secures and authenticates.
   * @throws {SmtpFailure}
   */
  async open(login: SmtpLogin | undefined): Promise<void> {
    this.stage = "greeting";
    await this.step<undefined>((done) => this.connection.connect((error) => done(error ?? null, undefined)));
    const answer = this.connection.lastServerResponse;
    this.extensions = readServerExtensions(answer === false ? "" : answer);
    if (login === undefined) return;
    this.stage = "auth";
    if (!this.extensions.mechanisms.some((mechanism) => login.mechanisms.includes(mechanism)))
      throw this.failure({ kind: "auth-unavailable" });
    await this.step<boolean | undefined>((done) => this.connection.login(login.auth(this.extensions.mechanisms), done));
  }

  /**
   * Hands one message over.
   * @param is8Bit - its header has letters beyond ASCII, which is said beforehand (RFC 6531 §3.1, RFC 6152).
   * @throws {SmtpFailure} the session may go on only when `alive` is still true.
   */
  async send(from: string, to: readonly string[], bytes: Buffer, is8Bit: boolean): Promise<SentEmail> {
    this.messageCount++;
    this.stage = "mail";
    const body = new BodyStream(bytes);
    this.body = body;
    // nodemailer takes any name that ends like SIZE for it, and a limit it finds there for one.
    const size = this.extensions.takesSize ? { size: bytes.length } : {};
    try {
      const info = await this.step<SMTPConnectionSendInfo>((done) =>
        this.connection.send({ from, to: [...to], ...size, use8BitMime: is8Bit }, body, done),
      );
      await this.hearOut();
      return sentEmail(info);
    } catch (error) {
      await this.hearOut();
      await this.recover(error);
      throw error;
    } finally {
      this.body = undefined;
    }
  }

  /**
   * Resets the session (RSET), which also proves that the server still answers.
   * @throws {SmtpFailure}
   */
  async check(): Promise<void> {
    this.stage = "mail";
    await this.step<boolean | undefined>((done) => this.connection.reset(done));
  }

  /** Ends what is under way with a timeout, and the connection with it. */
  expire(): void {
    this.end("timeout");
  }

  /** Ends the connection at once; harmless when it is closed. */
  close(): void {
    this.connection.close();
  }

  /** Says goodbye, then closes: a server that does not answer keeps the connection no longer. */
  quit(): void {
    if (!this.alive) return;
    const timer = setTimeout(() => this.close(), GOODBYE_MS);
    timer.unref();
    this.connection.once("end", () => clearTimeout(timer));
    this.connection.quit();
  }

  /**
   * What came together with an answer and belongs to no question ends the connection in this turn of the event loop: it is never taken for the answer to the
   * next message, which would be told as received whatever became of it.
   */
  private async hearOut(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** The server refused the message and the connection is fine: clear the session for the next one. */
  private async recover(error: unknown): Promise<void> {
    const answered =
      SmtpFailure.isInstance(error) && error.facts.reply !== undefined && error.facts.reply.status !== 421;
    // Refused before its end: the rest of it is on its way, and the server would take a command for a part of it.
    const isUnderWay = this.stageNow() === "body" && this.body?.ended !== true;
    if (!answered || isUnderWay || !this.alive) return this.close();
    try {
      await this.check();
    } catch (resetError) {
      // The message's own failure is the one to report; the session is of no use any more.
      if (!SmtpFailure.isInstance(resetError)) throw resetError;
      this.close();
    }
  }

  private end(kind: NonNullable<SmtpFailureFacts["kind"]>): void {
    this.fail?.(this.failure({ kind }));
    this.close();
  }

  private async step<Result>(run: (done: (error: SMTPError | null, result: Result) => void) => void): Promise<Result> {
    this.connection.expect();
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.fail = reject;
        run((error, result) => {
          if (error === null) resolve(result);
          else reject(this.read(error));
        });
      });
    } finally {
      this.fail = undefined;
    }
  }

  private read(error: SMTPError): SmtpFailure {
    const failure = readSmtpFailure(error, this.stageNow(), this.body?.ended ?? false);
    const { reply, kind } = failure.facts;
    // A handshake that fails is reported as a socket error; the certificate is the usual reason.
    return this.connection.upgrading === true && reply === undefined && kind !== "timeout"
      ? new SmtpFailure({ stage: "starttls", kind: "tls", finalDotSent: false })
      : failure;
  }

  private failure(facts: Pick<SmtpFailureFacts, "kind">): SmtpFailure {
    return new SmtpFailure({ ...facts, stage: this.stageNow(), finalDotSent: this.body?.ended ?? false });
  }

  private stageNow(): SmtpStage {
    return this.body?.readableDidRead === true ? "body" : this.stage;
  }
}

function sentEmail(info: SMTPConnectionSendInfo): SentEmail {
  const refused = (info.rejectedErrors ?? []).flatMap((error) => {
    const reply = readSmtpReply(error.response ?? "");
    return error.recipient === undefined ? [] : [{ address: error.recipient, reply }];
  });
  return info.serverMessageId === undefined ? { refused } : { refused, serverMessageId: info.serverMessageId };
}
