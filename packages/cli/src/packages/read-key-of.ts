import { createPrivateKey } from "node:crypto";
import { CliError } from "../shell/cli-error.js";
import { readTextOf } from "./read-file-of.js";

/** A private key for signing, as `key` made it. @throws {CliError} it cannot be read, or is none. */
export async function readKeyOf(path: string): Promise<string> {
  const pem = await readTextOf(path, "the key");
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "ed25519") return pem;
  } catch {
    // Said below, without what the file holds.
  }
  throw new CliError(`${path} is no private Ed25519 key`, "make one with `plugboard key`");
}
