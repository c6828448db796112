import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "@plugboard/core";
import { sqliteStore } from "@plugboard/store-sqlite";

/** Runs with the durable store in a folder of its own. */
export async function withTemporaryStore<Result>(run: (store: Store) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "plugboard-c-"));
  try {
    return await run(sqliteStore(join(directory, "host.db")));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
