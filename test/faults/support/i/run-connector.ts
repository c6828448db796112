import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readFolder, readTarball, type VerifyOptions, verifyPackage, writeFiles } from "@plugboard/marketplace";
import { MARK } from "./signed-connector.js";

export interface ConnectorRun {
  readonly refused: boolean;
  /** Whether a line of it ran. */
  readonly ran: boolean;
}

/**
 * A host's way from a package to its code: verify, write what was verified, import.
 * @param mutant - the guard switched off: the package is unpacked and imported as it is.
 */
export async function runConnector(
  source: Uint8Array | string,
  options: VerifyOptions,
  mutant: boolean,
): Promise<ConnectorRun> {
  Reflect.deleteProperty(globalThis, MARK);
  const room = await mkdtemp(join(tmpdir(), "plugboard-fault-i-"));
  let refused = false;
  try {
    const files = mutant
      ? await (typeof source === "string" ? readFolder(source) : readTarball(source)).catch(() => undefined)
      : await verifyPackage(source, options).then((result) => (result.verified ? result.files : undefined));
    refused = files === undefined;
    if (files !== undefined) {
      await writeFiles(files, join(room, "package"));
      // A changed byte may have made it no module: then nothing of it ran.
      await import(pathToFileURL(join(room, "package/dist/index.js")).href).catch(() => undefined);
    }
  } finally {
    await rm(room, { recursive: true, force: true });
  }
  return { refused, ran: Reflect.get(globalThis, MARK) !== undefined };
}
