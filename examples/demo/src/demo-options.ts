import { parseArgs } from "node:util";

export interface DemoOptions {
  /** One round, one line of JSON last, exit code 0 when nothing is lost. */
  readonly once: boolean;
  readonly help: boolean;
  /** Where the database goes; a folder of its own in the system's temporary folder when absent. */
  readonly directory: string | undefined;
  /** Where mail comes in: Dovecot where it is installed, else the host's own listener, unless one is named. */
  readonly mailbox: "dovecot" | "listener" | undefined;
}

export const usage = `Plugboard's main job, live: real messages from send() to receipt, delivery and reply.

  npm run demo                   goes on until Ctrl-C
  npm run demo -- --once         one round; the last line is JSON; exit 0 when nothing was lost
  npm run demo -- --dir FOLDER   keeps the database there
  npm run demo -- --mailbox listener   mail comes in through the host's own SMTP listener, or through "dovecot"
  npm run demo -- --help

It prints the address of a local page with a form, a chat and the counter that answers both: open it, write on one side, answer on the other.
A mail server is started on loopback (Dovecot holds the mailbox where it is installed), and the other sides of four WhatsApp providers. Nothing leaves
this machine.
`;

/** @throws {TypeError} an option or value that is not known, with its name. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      dir: { type: "string" },
      mailbox: { type: "string" },
    },
  });
  const { mailbox } = values;
  if (mailbox !== undefined && mailbox !== "dovecot" && mailbox !== "listener")
    throw new TypeError("--mailbox is dovecot or listener");
  return { once: values.once === true, help: values.help === true, directory: values.dir, mailbox };
}
