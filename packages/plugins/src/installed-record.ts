import { join } from "node:path";
import { instantSchema } from "@plugboard/core/spec";
import { isolationLimitsSchema } from "@plugboard/isolation";
import { z } from "zod";
import { readWritten } from "./read-written.js";
import { writeWhole } from "./write-whole.js";

const FILE = "installed.json";

/** What is kept of an installed package, so that a restart loads it again, verified anew. */
export const installedRecordSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Where it lies. */
  place: z.string(),
  /** Put there by npm, not by us: stays when it is removed. */
  isInPlace: z.boolean(),
  level: z.enum(["isolated", "in-process"]),
  limits: isolationLimitsSchema.partial(),
  listing: z.string().optional(),
  /** When it was verified first, by the host's clock: its publisher's key had to count then, and may have expired since. */
  verifiedAt: instantSchema.optional(),
  isEnabled: z.boolean(),
});
export type InstalledRecord = z.infer<typeof installedRecordSchema>;

const recordsSchema = z.array(installedRecordSchema);

/** @throws {PluginError} `PLUGIN_RECORD_DAMAGED` */
export async function readRecords(folder: string): Promise<readonly InstalledRecord[]> {
  return (await readWritten(join(folder, FILE), recordsSchema)) ?? [];
}

/** Whole or not at all, and durable. */
export function writeRecords(folder: string, records: readonly InstalledRecord[]): Promise<void> {
  return writeWhole(folder, FILE, records);
}
