import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { instantSchema } from "@plugboard/core/spec";
import { isolationLimitsSchema } from "@plugboard/isolation";
import { z } from "zod";

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
  /** Of the revocation list it was held against last: an older one is not taken any more. */
  revocationsSequence: z.int().optional(),
  isEnabled: z.boolean(),
});
export type InstalledRecord = z.infer<typeof installedRecordSchema>;

const recordsSchema = z.array(installedRecordSchema);

export async function readRecords(folder: string): Promise<readonly InstalledRecord[]> {
  let text: string;
  try {
    text = await readFile(join(folder, FILE), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  return recordsSchema.parse(JSON.parse(text));
}

/** Whole or not at all. */
export async function writeRecords(folder: string, records: readonly InstalledRecord[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${FILE}.unfinished`);
  await writeFile(unfinished, JSON.stringify(records, undefined, 2), { mode: 0o600 });
  await rename(unfinished, join(folder, FILE));
}
