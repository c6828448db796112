import { writeFile } from "node:fs/promises";
import { createSigningKey } from "@plugboard/marketplace";
import { CliError } from "../shell/cli-error.js";
import type { Command } from "../shell/command.js";
import { exitCodes } from "../shell/exit-codes.js";
import { readCount } from "../shell/read-count.js";

const DAY_MS = 86_400_000;

export const keyCommand: Command = {
  name: "key",
  operands: "",
  summary: "makes a signing key: the private half as a file for you alone, the public record for those who trust you",
  flags: {
    out: { meaning: "file of the private key (PEM, mode 0600); must not exist" },
    days: { meaning: "how long it counts; 365 when left out" },
  },
  async run({ text, talk }) {
    const out = text["out"] ?? (await talk.ask("out", "Where shall the private key be written?", "publisher.pem"));
    const days = readCount("days", text["days"] ?? "365", 1, 3_650);
    const fromMs = Date.now();
    const key = createSigningKey({ fromMs, untilMs: fromMs + days * DAY_MS });
    await writeFile(out, key.privateKeyPem, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
      throw new CliError(
        `${out} cannot be written (${code})`,
        code === "EEXIST"
          ? "name a file that does not exist; a key is never overwritten"
          : "name a folder that is there, and that you may write to",
      );
    });
    talk.json({ privateKey: out, record: key.record });
    talk.line(`private key: ${out} (keep it to yourself)`);
    talk.line(`public record, for the trust files of others:\n${JSON.stringify(key.record, undefined, 2)}`);
    return exitCodes.done;
  },
};
