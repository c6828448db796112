import { createServer, type AddressInfo, type Socket } from "node:net";

export interface StoredMail {
  readonly uid: number;
  readonly raw: Buffer;
  readonly internalDateMs: number;
}

export interface ImapScript {
  readonly capabilities?: string;
  /** `user:password` or `user:token` that are let in. */
  readonly known?: readonly string[];
  /** Closes the connection instead of answering this command, once each. */
  readonly dropOn?: string[];
  /** Goes on for ever with one byte after another instead of answering this command, once each; for IDLE: when it is ended. */
  readonly dripOn?: string[];
  /** Goes on for ever with line after line instead of answering this command, once each; for IDLE: from its beginning. */
  readonly floodOn?: string[];
  /** Answers NO to this command, once each. */
  readonly refuse?: string[];
  /** A size given out instead of the true one. */
  readonly announcedSize?: number;
  /** What it keeps to itself of a message it is asked for: its body, by leaving it out or by NIL, or all of the answer. */
  readonly withholds?: (uid: number) => "body" | "nil" | "answer" | undefined;
  /** `unsaid`: the server says no without a code for it, as Dovecot does. */
  readonly mailboxMissing?: boolean | "unsaid" | "a folder of folders" | "deleted, subscribed";
  /** Called before a command is answered. */
  readonly onCommand?: (command: string) => void;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** As much of an IMAP server (RFC 3501, RFC 2177) as a client needs that waits for mail in one mailbox. */
export class ScriptedImapServer {
  script: ImapScript = {};
  uidValidity = 1;
  mails: StoredMail[] = [];
  connections = 0;
  readonly commands: string[] = [];
  private nextUid = 1;
  private readonly sockets = new Set<Socket>();
  private readonly idling = new Set<Socket>();
  /** Clients whose selected mailbox has another name now. */
  private readonly elsewhere = new Set<Socket>();
  /** How many messages each client was told of. */
  private readonly told = new Map<Socket, number>();
  private readonly server = createServer((socket) => {
    this.serve(socket);
  });

  async start(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Puts mail into the mailbox and tells who waits. */
  deliver(raw: string | Buffer, internalDateMs = Date.now()): number {
    const uid = this.nextUid++;
    this.mails.push({ uid, raw: Buffer.from(raw), internalDateMs });
    for (const socket of this.idling) this.tell(socket);
    return uid;
  }

  /** As after a restore: the same mail under other UIDs. */
  changeUidValidity(shuffle: (mails: StoredMail[]) => StoredMail[] = (mails) => mails): void {
    this.uidValidity++;
    this.nextUid = 1;
    this.mails = shuffle(this.mails).map((mail) => ({ ...mail, uid: this.nextUid++ }));
    this.dropAll();
  }

  /** The mailbox gets another name and an empty one takes its place; who has it open stays in the one that was renamed, as with Dovecot. */
  replaceMailbox(): void {
    this.uidValidity++;
    this.nextUid = 1;
    this.mails = [];
    for (const socket of this.sockets) this.elsewhere.add(socket);
  }

  get waiting(): number {
    return this.idling.size;
  }

  dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.dropAll();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** A server says once that there is more, at the next occasion (RFC 3501 §5.2). */
  private tell(socket: Socket): void {
    if (this.elsewhere.has(socket) || this.told.get(socket) === this.mails.length) return;
    this.told.set(socket, this.mails.length);
    socket.write(`* ${this.mails.length} EXISTS\r\n`);
  }

  private serve(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.sockets.delete(socket);
      this.idling.delete(socket);
      this.elsewhere.delete(socket);
      this.told.delete(socket);
    });
    let buffered = "";
    let pending: ((line: string) => void) | undefined;
    const write = (line: string) => void socket.write(`${line}\r\n`);
    const continueWith = (prompt: string, next: (line: string) => void) => {
      pending = next;
      write(prompt);
    };
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (let end = buffered.indexOf("\r\n"); end !== -1; end = buffered.indexOf("\r\n")) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (pending !== undefined) {
          const next = pending;
          pending = undefined;
          next(line);
          continue;
        }
        const [tag = "", verb = "", ...words] = line.split(" ");
        const command = verb.toUpperCase() === "UID" ? `UID ${words.shift()?.toUpperCase()}` : verb.toUpperCase();
        this.commands.push(command);
        this.script.onCommand?.(command);
        const drop = this.script.dropOn?.indexOf(command) ?? -1;
        if (drop !== -1) {
          this.script.dropOn?.splice(drop, 1);
          socket.destroy();
          return;
        }
        const flooded = this.script.floodOn?.indexOf(command) ?? -1;
        if (flooded !== -1) {
          this.script.floodOn?.splice(flooded, 1);
          const lines = Buffer.from(`* OK ${"x".repeat(8_000)}\r\n`.repeat(64));
          const more = () => {
            if (!socket.destroyed) socket.write(lines, () => setImmediate(more));
          };
          if (command === "IDLE") write("+ idling");
          more();
          return;
        }
        const refused = this.script.refuse?.indexOf(command) ?? -1;
        if (refused !== -1) {
          this.script.refuse?.splice(refused, 1);
          write(`${tag} NO [UNAVAILABLE] not now`);
          continue;
        }
        this.answer(socket, { tag, command, rest: words.join(" ") }, write, continueWith);
      }
    });
    write("* OK ready");
  }

  private answer(
    socket: Socket,
    { tag, command, rest }: { tag: string; command: string; rest: string },
    write: (line: string) => void,
    continueWith: (prompt: string, next: (line: string) => void) => void,
  ): void {
    const drips = this.script.dripOn?.indexOf(command) ?? -1;
    const done = (status = "OK", text = "done") => {
      if (drips !== -1) {
        this.script.dripOn?.splice(drips, 1);
        const timer = setInterval(() => socket.write("."), 5);
        socket.once("close", () => clearInterval(timer));
        return;
      }
      if (this.told.has(socket)) this.tell(socket);
      write(`${tag} ${status} ${text}`);
    };
    switch (command) {
      case "CAPABILITY":
        write(`* CAPABILITY ${this.script.capabilities ?? "IMAP4rev1 IDLE AUTH=PLAIN AUTH=XOAUTH2"}`);
        return done();
      case "LOGIN": {
        const [user = "", password = ""] = rest.split(" ").map((word) => word.replace(/^"|"$/g, ""));
        return this.letIn(`${user}:${password}`) ? done() : done("NO", "[AUTHENTICATIONFAILED] who");
      }
      case "AUTHENTICATE": {
        const judge = (line: string) => {
          const fields = Buffer.from(line, "base64").toString();
          const plain = fields.split("\0");
          const token = /user=([^\x01]*)\x01auth=Bearer ([^\x01]*)/.exec(fields); // eslint-disable-line no-control-regex
          const offered = token === null ? `${plain[1]}:${plain[2]}` : `${token[1]}:${token[2]}`;
          if (this.letIn(offered)) done();
          else done("NO", "[AUTHENTICATIONFAILED] who");
        };
        // RFC 4959: what is known may be said at once.
        const initial = rest.split(" ")[1];
        return initial === undefined ? continueWith("+ ", judge) : judge(initial);
      }
      case "LIST":
        if (this.script.mailboxMissing === "a folder of folders") write('* LIST (\\Noselect \\HasChildren) "/" INBOX');
        else if (this.script.mailboxMissing === "deleted, subscribed") write('* LIST (\\NonExistent) "/" INBOX');
        else if (this.script.mailboxMissing === undefined) write('* LIST () "/" INBOX');
        return done();
      case "LSUB":
        return done();
      case "SELECT":
      case "EXAMINE":
        if (this.script.mailboxMissing === true) return done("NO", "[NONEXISTENT] no such mailbox");
        if (this.script.mailboxMissing !== undefined) return done("NO", "Mailbox doesn't exist: INBOX");
        this.elsewhere.delete(socket);
        this.told.delete(socket);
        this.tell(socket);
        write("* FLAGS (\\Seen)");
        write(`* OK [UIDVALIDITY ${this.uidValidity}] valid`);
        write(`* OK [UIDNEXT ${this.nextUid}] next`);
        return done("OK", "[READ-ONLY] selected");
      case "STATUS":
        if (this.script.mailboxMissing === true) return done("NO", "[NONEXISTENT] no such mailbox");
        if (this.script.mailboxMissing !== undefined) return done("NO", "Mailbox doesn't exist: INBOX");
        write(`* STATUS INBOX (MESSAGES ${this.mails.length})`);
        return done();
      case "UID SEARCH": {
        if (this.elsewhere.has(socket)) {
          write("* SEARCH");
          return done();
        }
        const uids = this.inRange(/UID (\S+)/.exec(rest)?.[1] ?? "1:*").map(({ uid }) => uid);
        write(`* SEARCH${uids.map((uid) => ` ${uid}`).join("")}`);
        return done();
      }
      case "UID FETCH": {
        const [range = "", ...items] = rest.split(" ");
        for (const mail of this.inRange(range)) this.writeFetch(socket, mail, items.join(" "));
        return done();
      }
      case "IDLE":
        this.idling.add(socket);
        this.tell(socket);
        return continueWith("+ idling", () => {
          this.idling.delete(socket);
          done();
        });
      case "LOGOUT":
        write("* BYE");
        done();
        socket.end();
        return;
      case "NOOP":
        return done();
      default:
        return done("BAD", "unknown");
    }
  }

  private letIn(offered: string): boolean {
    return this.script.known === undefined || this.script.known.includes(offered);
  }

  private inRange(range: string): StoredMail[] {
    const largest = Math.max(0, ...this.mails.map(({ uid }) => uid));
    const number = (text: string | undefined) => (text === "*" ? largest : Number(text));
    return this.mails.filter(({ uid }) =>
      range.split(",").some((part) => {
        const [from, to = from] = part.split(":");
        const ends = [number(from), number(to)].sort((left, right) => left - right);
        return uid >= ends[0]! && uid <= ends[1]!;
      }),
    );
  }

  private writeFetch(socket: Socket, mail: StoredMail, items: string): void {
    const facts = [`UID ${mail.uid}`];
    if (items.includes("INTERNALDATE")) facts.push(`INTERNALDATE "${internalDate(mail.internalDateMs)}"`);
    if (items.includes("RFC822.SIZE")) facts.push(`RFC822.SIZE ${this.script.announcedSize ?? mail.raw.length}`);
    const sequence = this.mails.indexOf(mail) + 1;
    if (!items.includes("BODY.PEEK[]")) {
      socket.write(`* ${sequence} FETCH (${facts.join(" ")})\r\n`);
      return;
    }
    const withheld = this.script.withholds?.(mail.uid);
    if (withheld !== undefined) {
      const item = withheld === "nil" ? " BODY[] NIL" : "";
      if (withheld !== "answer") socket.write(`* ${sequence} FETCH (${facts.join(" ")}${item})\r\n`);
      return;
    }
    socket.write(`* ${sequence} FETCH (${facts.join(" ")} BODY[] {${mail.raw.length}}\r\n`);
    socket.write(mail.raw);
    socket.write(")\r\n");
  }
}

function internalDate(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
