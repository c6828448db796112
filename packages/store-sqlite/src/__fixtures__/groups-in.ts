import type { RecoveryReport } from "../recovery-report.js";
import { sqliteStore } from "../sqlite-store.js";

/** Opens what `write-groups` left and says which groups are whole, which are half, and what recovery reported. */
export async function groupsIn(
  path: string,
): Promise<{ whole: number[]; half: number[]; report: RecoveryReport | undefined }> {
  let report: RecoveryReport | undefined;
  const store = sqliteStore(path, {
    onRecovery: (found) => {
      report = found;
    },
  });
  await store.open();
  const documents = await store.documents({ collection: "groups", limit: 1_000_000 });
  await store.close();
  const parts = new Map<number, number>();
  for (const { id } of documents) {
    const group = Number(id.split("-")[0]);
    parts.set(group, (parts.get(group) ?? 0) + 1);
  }
  const groups = [...parts.keys()];
  return {
    whole: groups.filter((group) => parts.get(group) === 3),
    half: groups.filter((group) => parts.get(group) !== 3),
    report,
  };
}
