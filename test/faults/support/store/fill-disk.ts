import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sqliteStore } from "@plugboard/store-sqlite";

const DISK_KB = 768;
/** How soon after there is room again the store must take a group. Milliseconds. */
const BACK_WITHIN_MS = 5_000;

/**
 * Fills a small disk under an open store, makes room, and goes on, a number of times.
 * @returns `undefined` where mounting is not permitted.
 */
export async function fillDisk(
  folder: string,
  rounds: number,
): Promise<{ tried: number; lost: number; letIn: number } | undefined> {
  await mkdir(folder);
  if (!mount(folder)) return undefined;
  const total = { tried: 0, lost: 0, letIn: 0 };
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { tried, lost, letIn } = await fillOnce(join(folder, `store-${round}.db`), join(folder, "filler"));
      total.tried += tried;
      total.lost += lost;
      total.letIn += letIn;
      await rm(join(folder, `store-${round}.db`));
    }
    return total;
  } finally {
    execFileSync("umount", ["-l", folder]);
  }
}

function mount(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_KB}k,mode=700`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    // Not root.
    return false;
  }
}

async function fillOnce(path: string, filler: string) {
  await writeFile(filler, Buffer.alloc(200 * 1024));
  const store = sqliteStore(path);
  await store.open();
  const acked: string[] = [];
  const failed: string[] = [];
  let wrong = 0;
  const put = async (id: string): Promise<boolean> => {
    const document = { collection: "groups", id, accountId: "acme", value: `"${"x".repeat(9_000)}"` };
    try {
      await store.commit([{ kind: "document-put", document }]);
      acked.push(id);
      return true;
    } catch (error) {
      failed.push(id);
      if (!(error instanceof Error && "code" in error && error.code === "STORE_FULL")) wrong += 1;
      return false;
    }
  };
  for (let number = 0; (await put(`full-${number}`)) || failed.length < 3; number += 1);
  await rm(filler);
  const deadline = performance.now() + BACK_WITHIN_MS;
  let isBack = false;
  for (let number = 0; !isBack && performance.now() < deadline; number += 1) isBack = await put(`room-${number}`);
  await store.close();

  const again = sqliteStore(path);
  await again.open();
  const present = new Set((await again.documents({ collection: "groups", limit: 10_000 })).map(({ id }) => id));
  await again.close();
  return {
    tried: acked.length + failed.length,
    lost: acked.filter((id) => !present.has(id)).length + (isBack ? 0 : 1),
    letIn: failed.filter((id) => present.has(id)).length + wrong,
  };
}
