import { existsSync } from "node:fs";
import { type PayloadKind, type Trust, verifyDocument } from "@plugboard/marketplace";
import type { z } from "zod";
import { readTextOf } from "../packages/read-file-of.js";
import { CliError } from "../shell/cli-error.js";
import { exitCodes } from "../shell/exit-codes.js";

/**
 * A document the market signed before, be it over its time: the next one goes on from its sequence.
 * @returns nothing where there is none yet.
 * @throws {CliError} somebody else's.
 */
export async function readOwnDocument<Schema extends z.ZodType>(
  path: string,
  kind: PayloadKind,
  schema: Schema,
  { marketplaceKeys }: Trust,
  nowMs: number,
): Promise<z.output<Schema> | undefined> {
  if (!existsSync(path)) return undefined;
  const read = verifyDocument(kind, await readTextOf(path, `the ${kind}`), schema, marketplaceKeys, nowMs);
  if (read !== undefined) return read.document;
  throw new CliError(
    `${path} is not signed by a key of the trust file's marketplaceKeys`,
    "name the market's own, or move this one away",
    exitCodes.notRight,
  );
}
