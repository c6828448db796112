import { createServer, type AddressInfo, type Socket } from "node:net";

/** A reply line, `"drop"` (close the connection instead), `"reset"` (RST instead), or `"stall"` (never answer). */
export type SmtpStep = string;

export interface SmtpScript {
  greeting?: SmtpStep;
  ehlo?: SmtpStep;
  starttls?: SmtpStep;
  auth?: SmtpStep;
  mail?: SmtpStep;
  /** One per RCPT TO, the last for all further ones. */
  rcpt?: readonly SmtpStep[];
  data?: SmtpStep;
  /** After so many bytes of the message; what was not ended by it is read on. */
  duringBody?: { readonly afterBytes: number; readonly step: SmtpStep };
  /** The answer to the final dot. */
  body?: SmtpStep;
  rset?: SmtpStep;
  quit?: SmtpStep;
}

const DEFAULTS = {
  greeting: "220 mail.example.org ESMTP",
  ehlo: "250-mail.example.org\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 SIZE 10485760",
  starttls: "454 4.7.0 TLS not available",
  auth: "235 2.7.0 Accepted",
  mail: "250 2.1.0 Ok",
  rcpt: ["250 2.1.5 Ok"],
  data: "354 Go on",
  body: "250 2.0.0 Ok: queued as 4711",
  rset: "250 2.0.0 Ok",
  quit: "221 2.0.0 Bye",
} as const;

/** A server that answers each verb as it is told. `taken` counts messages whose final dot arrived. */
export class ScriptedSmtpServer {
  script: SmtpScript = {};
  connections = 0;
  taken = 0;
  readonly verbs: string[] = [];
  /** Called at each MAIL FROM with its number. */
  onMail: ((count: number) => void) | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => {
    this.serve(socket);
  });

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends every open connection, as a server that restarts does. */
  dropAll(): void {
    for (const socket of this.sockets) socket.end();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.sockets.delete(socket));
    let buffered = "";
    let inBody = false;
    let bodyBytes = 0;
    let wasInterrupted = false;
    let recipients = 0;
    let accepted = 0;
    const play = (step: SmtpStep) => {
      if (step === "drop") socket.destroy();
      else if (step === "reset") socket.resetAndDestroy();
      else if (step !== "stall") socket.write(`${step}\r\n`);
    };
    const command = (line: string) => {
      const verb = (/^[A-Za-z]+/.exec(line)?.[0] ?? "").toLowerCase();
      this.verbs.push(verb);
      if (verb === "mail") this.onMail?.(this.verbs.filter((said) => said === "mail").length);
      switch (verb) {
        case "ehlo":
        case "helo":
          return play(this.script.ehlo ?? DEFAULTS.ehlo);
        case "rcpt": {
          const steps = this.script.rcpt ?? DEFAULTS.rcpt;
          const step = steps[Math.min(recipients++, steps.length - 1)] ?? "stall";
          if (step.startsWith("2")) accepted++;
          return play(step);
        }
        case "data": {
          const step = this.script.data ?? (accepted > 0 ? DEFAULTS.data : "503 5.5.1 nobody to send to");
          inBody = step.startsWith("354");
          bodyBytes = 0;
          wasInterrupted = false;
          // The line end of DATA is the beginning of an empty message's end.
          if (inBody) buffered = `\r\n${buffered}`;
          return play(step);
        }
        case "starttls":
        case "auth":
        case "mail":
        case "rset":
        case "quit":
          if (verb === "mail") recipients = accepted = 0;
          return play(this.script[verb] ?? DEFAULTS[verb]);
        default:
          return play("500 5.5.1 What");
      }
    };
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (;;) {
        if (inBody) {
          const during = this.script.duringBody;
          if (during !== undefined && !wasInterrupted && bodyBytes + buffered.length >= during.afterBytes) {
            wasInterrupted = true;
            play(during.step);
          }
          const end = buffered.indexOf("\r\n.\r\n");
          if (end === -1) {
            // Keeps what may be the beginning of the end.
            bodyBytes += Math.max(0, buffered.length - 4);
            buffered = buffered.slice(-4);
            return;
          }
          buffered = buffered.slice(end + 5);
          inBody = false;
          this.taken++;
          play(this.script.body ?? DEFAULTS.body);
          continue;
        }
        const lineEnd = buffered.indexOf("\r\n");
        if (lineEnd === -1) return;
        const line = buffered.slice(0, lineEnd);
        buffered = buffered.slice(lineEnd + 2);
        command(line);
      }
    });
    play(this.script.greeting ?? DEFAULTS.greeting);
  }
}
