import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import type { FaultLog } from "../fault-server/fault-log.js";
import { FaultySocket } from "../fault-server/faulty-socket.js";
import type { SmtpAction, SmtpScript, SmtpStage } from "./smtp-script.js";

export interface SmtpSessionContext {
  /** Asked at each stage. */
  readonly script: () => SmtpScript;
  /** An action of the script was begun. */
  readonly onPlayed: () => void;
  readonly log: FaultLog;
  /** Offers STARTTLS with it; absent: does not offer it. */
  readonly startTls: SecureContext | undefined;
  readonly offersAuth: boolean;
  /** The connection is encrypted from the start. */
  readonly encrypted: boolean;
  readonly onVerb: (verb: string, encrypted: boolean) => void;
}

/** Bytes of a message after which `body-middle` happens. */
const MIDDLE_BYTES = 100_000;

/** One SMTP session that goes as its script says and otherwise well. */
export class FaultySmtpSession {
  #raw: Socket;
  #socket: FaultySocket;
  #encrypted: boolean;
  /** Recipients taken in this transaction. */
  #recipients = 0;
  #over = false;

  constructor(
    raw: Socket,
    private readonly context: SmtpSessionContext,
  ) {
    this.#raw = raw;
    this.#socket = new FaultySocket(raw);
    this.#encrypted = context.encrypted;
  }

  async serve(): Promise<void> {
    await this.#answer("greeting", "220 mail.example.org ESMTP");
    while (!this.#over) {
      const line = await this.#socket.readThrough("\r\n");
      if (!line) break;
      await this.#command(line.toString("latin1").trim());
    }
    if (!this.#over) this.#socket.end();
  }

  async #command(line: string): Promise<void> {
    const verb = /^[A-Za-z]+/.exec(line)?.[0].toUpperCase() ?? "";
    this.context.onVerb(verb, this.#encrypted);
    switch (verb) {
      case "EHLO":
      case "HELO":
        return this.#answer("ehlo", this.#extensions());
      case "STARTTLS":
        return this.#startTls();
      case "AUTH":
        return this.#auth(line);
      case "MAIL":
        this.#recipients = 0;
        return this.#answer("mail", "250 2.1.0 Ok");
      case "RCPT":
        if (this.context.script().rcpt === undefined) this.#recipients += 1;
        return this.#answer("rcpt", "250 2.1.5 Ok");
      case "DATA":
        return this.#data();
      case "RSET":
        return this.#answer("rset", "250 2.0.0 Ok");
      case "NOOP":
        return this.#play({ act: "reply", text: "250 2.0.0 Ok" });
      case "QUIT":
        await this.#answer("quit", "221 2.0.0 Bye");
        if (!this.#over) this.#end();
        return;
      default:
        return this.#play({ act: "reply", text: "500 5.5.1 What" });
    }
  }

  #extensions(): string {
    const offered = [
      "PIPELINING",
      "SIZE 52428800",
      "8BITMIME",
      "SMTPUTF8",
      ...(this.context.startTls && !this.#encrypted ? ["STARTTLS"] : []),
      ...(this.context.offersAuth ? ["AUTH PLAIN LOGIN"] : []),
      "ENHANCEDSTATUSCODES",
    ];
    const lines = ["mail.example.org", ...offered];
    return lines.map((text, index) => `250${index === lines.length - 1 ? " " : "-"}${text}`).join("\r\n");
  }

  async #startTls(): Promise<void> {
    const { startTls } = this.context;
    const script = this.context.script();
    await this.#answer("starttls", startTls ? "220 2.0.0 Go ahead" : "454 4.7.0 TLS not available");
    if (this.#over || !startTls || script.starttls !== undefined) return;
    if (script.handshake) {
      // Not before the client's hello: what comes together with the 220 is no answer to it.
      await this.#socket.waitForByte();
      return this.#answer("handshake", "");
    }
    const plain = this.#raw;
    plain.removeAllListeners("data");
    const secure = new TLSSocket(plain, { isServer: true, secureContext: startTls });
    // A client that refuses the certificate ends the handshake with an error, which is the case.
    secure.on("error", () => plain.destroy());
    this.#raw = secure;
    this.#socket = new FaultySocket(secure);
    this.#encrypted = true;
  }

  async #auth(line: string): Promise<void> {
    if (this.context.script().auth === undefined && /^AUTH LOGIN$/i.test(line)) {
      for (const prompt of ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"]) {
        await this.#play({ act: "reply", text: prompt });
        if (!(await this.#socket.readThrough("\r\n"))) return;
      }
    }
    return this.#answer("auth", "235 2.7.0 Accepted");
  }

  async #data(): Promise<void> {
    const { log } = this.context;
    const script = this.context.script();
    if (this.#recipients === 0 && !script.data)
      return this.#play({ act: "reply", text: "503 5.5.1 nobody to send to" });
    await this.#answer("data", "354 Go on");
    if (this.#over || (script.data && !(script.data.act === "reply" && script.data.text.startsWith("354")))) return;
    if (script["body-middle"]) {
      if (await this.#socket.readBytes(MIDDLE_BYTES)) await this.#answer("body-middle", "");
      return;
    }
    const body = await this.#socket.readThrough("\r\n.\r\n");
    if (!body) return;
    const end = this.context.script()["end-of-data"];
    if (isTaken(end)) log.take(undefined, body, messageIdOf(body));
    await this.#act(end, `250 2.0.0 Ok: queued as ${log.processed.length}`);
  }

  #answer(stage: SmtpStage, usual: string): Promise<void> {
    return this.#act(this.context.script()[stage], usual);
  }

  #act(action: SmtpAction | undefined, usual: string): Promise<void> {
    if (!action) return this.#play({ act: "reply", text: usual });
    this.context.onPlayed();
    return this.#play(action);
  }

  async #play(action: SmtpAction): Promise<void> {
    switch (action.act) {
      case "reply":
        if (!(await this.#socket.write(`${action.text}\r\n`))) this.#over = true;
        return;
      case "drip":
        for (const character of `${action.text}\r\n`) {
          if (!(await this.#socket.write(character))) this.#over = true;
          if (this.#over) return;
          await this.#socket.wait(action.everyMs);
        }
        return;
      case "close":
        return this.#end();
      case "reset":
        this.#over = true;
        // Under TLS there is no way to reset but through the connection itself.
        if (this.#raw instanceof TLSSocket) this.#raw.destroy();
        else this.#socket.reset();
        return;
      case "silence":
        this.#over = true;
        return this.#socket.drain();
      case "deaf":
        this.#over = true;
    }
  }

  #end(): void {
    this.#over = true;
    this.#socket.end();
  }
}

/** A server takes a message before it says so. */
function isTaken(end: SmtpAction | undefined): boolean {
  if (!end) return true;
  switch (end.act) {
    case "reply":
    case "drip":
      return end.text.startsWith("250");
    case "deaf":
      return false;
    default:
      return end.taken ?? false;
  }
}

function messageIdOf(body: Buffer): string | undefined {
  return /^message-id:\s*(\S+)/im.exec(body.subarray(0, 65_536).toString("latin1"))?.[1];
}
