import { createPublicKey, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { LedgerCheckpoint } from "@plugboard/core/sealing";
import { DatabaseUnreadable, isDatabase, refuseInUse } from "../database/open-read-only.js";
import { verifyDatabase } from "../database/verify-database.js";
import { checkpointFileSchema } from "../export-file/line-schemas.js";
import { LineTooLong } from "../export-file/read-lines.js";
import { verifyExport } from "../export-file/verify-export.js";
import { describeReport } from "./describe-report.js";
import { HELP } from "./help-text.js";
import { type Asked, readArguments } from "./read-arguments.js";
import { showFile } from "./show-file.js";

/** Where the command writes. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
  /** Whether somebody watches: then progress is shown. */
  readonly isWatched: boolean;
}

const EXIT = { verified: 0, found: 1, wrongUse: 2, unreadable: 3 } as const;
const PROGRESS_EVERY_MS = 500;

/** What cannot be read, in words. */
class Unreadable extends Error {}

/** @returns the exit code, see the help. */
export async function runCommand(words: readonly string[], output: CommandOutput): Promise<number> {
  const asked = readArguments(words);
  if (asked.ask === "help") {
    output.out(HELP);
    return EXIT.verified;
  }
  if (asked.ask === "wrong") {
    output.err(`plugboard-ledger: ${asked.why}\nTry --help.\n`);
    return EXIT.wrongUse;
  }
  try {
    return await carryOut(asked, output);
  } catch (error) {
    const why = reasonOf(error);
    if (why === undefined) throw error;
    if (asked.json) output.out(`${JSON.stringify({ file: asked.file, error: why })}\n`);
    else output.err(`plugboard-ledger: ${why}\n`);
    return EXIT.unreadable;
  }
}

async function carryOut(asked: Extract<Asked, { file: string }>, output: CommandOutput): Promise<number> {
  const { file, json } = asked;
  if (!existsSync(file)) throw new Unreadable(`${file} is not there`);
  refuseInUse(file);
  if (asked.ask === "show") {
    if (isDatabase(file)) throw new Unreadable("show prints exports; of a database only verify knows anything");
    for await (const line of showFile(file, json)) output.out(line);
    return EXIT.verified;
  }
  const options = {
    checkpoint: asked.checkpoint === undefined ? undefined : checkpointIn(asked.checkpoint),
    key: asked.key === undefined ? undefined : keyIn(asked.key),
    onProgress: output.isWatched && !asked.isQuiet ? progress(output) : undefined,
  };
  const report = isDatabase(file) ? verifyDatabase(file, options) : await verifyExport(file, options);
  output.out(json ? `${JSON.stringify({ file, ...report })}\n` : describeReport(file, report));
  return report.verified ? EXIT.verified : EXIT.found;
}

function checkpointIn(path: string): LedgerCheckpoint {
  const parsed = checkpointFileSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Unreadable(`${path} holds no checkpoint`);
  return parsed.data;
}

function keyIn(path: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey(readFileSync(path));
  } catch (cause) {
    throw new Unreadable(`${path} holds no public key`, { cause });
  }
  if (key.asymmetricKeyType !== "ed25519")
    throw new Unreadable(`${path} holds no Ed25519 key, as a ledger is signed with`);
  return key;
}

function progress(output: CommandOutput): (done: number, total: number) => void {
  let lastMs = Date.now();
  return (done, total) => {
    const nowMs = Date.now();
    if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
    lastMs = nowMs;
    output.err(`\r${Math.floor((done / Math.max(total, 1)) * 100)} %`);
    if (done >= total) output.err("\n");
  };
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof Unreadable) return error.message;
  if (error instanceof DatabaseUnreadable) return error.why;
  if (error instanceof LineTooLong) return "a line has no end: this is no export";
  if (error instanceof SyntaxError) return "the checkpoint is no JSON";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^E[A-Z]+$/.test(code) ? `the file cannot be read (${code})` : undefined;
}
