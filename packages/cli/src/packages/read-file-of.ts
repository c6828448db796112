import { readFile } from "node:fs/promises";
import { CliError } from "../shell/cli-error.js";

/** @throws {CliError} the file cannot be read. @param remedy - what to do when it is not there. */
export async function readFileOf(path: string, what: string, remedy = "check the path"): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new CliError(`${what} ${path} cannot be read (${code})`, remedy);
  }
}

export async function readTextOf(path: string, what: string, remedy?: string): Promise<string> {
  return Buffer.from(await readFileOf(path, what, remedy)).toString("utf8");
}
