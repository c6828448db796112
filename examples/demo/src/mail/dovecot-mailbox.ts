import { execFile, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.js";
import type { Mailbox } from "./mailbox.js";
import { mailCredentials } from "./start-mail-server.js";

const DOVECOT = "/usr/sbin/dovecot";
const STARTS_WITHIN_MS = 5_000;

/** Whether Dovecot is installed, with its LMTP server, and may be run: it wants to be started by root. */
export async function hasDovecot(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await promisify(execFile)(DOVECOT, ["--version"]);
    await promisify(execFile)("test", ["-x", "/usr/lib/dovecot/lmtp"]);
    return true;
  } catch {
    // Not installed: the demo uses the host's own listener.
    return false;
  }
}

/** A real IMAP server with one mailbox on loopback; mail comes in by LMTP, the host fetches it with IDLE. */
export async function dovecotMailbox(address: string): Promise<Mailbox> {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-dovecot-"));
  await chmod(directory, 0o755);
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  await mkdir(join(directory, "mail"), { mode: 0o777 });
  await chmod(join(directory, "mail"), 0o777);
  const config = join(directory, "dovecot.conf");
  await writeFile(config, configuration(directory, imapPort, lmtpPort));
  const user = `${mailCredentials.user}:{PLAIN}${mailCredentials.password}::::::\n${address}:{PLAIN}x::::::\n`;
  await writeFile(join(directory, "passwd"), user, { mode: 0o644 });
  const dovecot = spawn(DOVECOT, ["-F", "-c", config], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => dovecot.once("exit", () => resolve()));
  await answers(imapPort);
  await answers(lmtpPort);
  return {
    description: `Dovecot: IMAP on 127.0.0.1:${String(imapPort)}, LMTP on ${String(lmtpPort)}`,
    settings: {
      imap: { host: "127.0.0.1", port: imapPort, security: "none", exposesPasswordAndMail: true, fromStart: true },
    },
    delivery: { port: lmtpPort, lmtp: true },
    close: async () => {
      dovecot.kill("SIGTERM");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configuration(directory: string, imapPort: number, lmtpPort: number): string {
  return `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = ${directory}/passwd
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${directory}/mail/acme allow_all_users=yes
}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = ${String(imapPort)}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${String(lmtpPort)}
  }
}
`;
}

/** Resolves when something listens there. */
async function answers(port: number): Promise<void> {
  const deadline = Date.now() + STARTS_WITHIN_MS;
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => {
        setTimeout(() => resolve(false), 50);
      });
    });
    if (open) return;
    if (Date.now() > deadline)
      throw new Error(`Dovecot did not open port ${String(port)}; its log is in the folder of its configuration`);
  }
}
