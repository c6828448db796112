import { join } from "node:path";
import { z } from "zod";
import { readWritten } from "./read-written.js";
import { writeWhole } from "./write-whole.js";

const FILE = "seen-revocations.json";
const seenSchema = z.strictObject({ sequence: z.int() });

/**
 * The newest revocation list a host has seen. It is the host's to know, not a package's: a list that revokes a package leaves none that could remember
 * it, and an older list (rollback) would let that package run again.
 */
export class SeenRevocations {
  constructor(private readonly folder: string) {}

  /** The largest sequence; 0 where none was seen. @throws {PluginError} `PLUGIN_RECORD_DAMAGED` */
  async sequence(): Promise<number> {
    return (await readWritten(join(this.folder, FILE), seenSchema))?.sequence ?? 0;
  }

  /** Durable when it resolves. */
  async note(sequence: number): Promise<void> {
    if (sequence > (await this.sequence())) await writeWhole(this.folder, FILE, { sequence });
  }
}
