import { type RecoveryReport, sqliteStore } from "@plugboard/store-sqlite";

export interface GroupsFound {
  /** Groups with all three documents, as they were written. */
  readonly whole: ReadonlySet<number>;
  /** Groups with less than that, or with something else in it. */
  readonly broken: ReadonlySet<number>;
  readonly report: RecoveryReport | undefined;
}

/** Opens what `write-groups.mjs` left behind. @throws {StoreError} */
export async function readGroups(path: string, driver?: URL): Promise<GroupsFound> {
  let report: RecoveryReport | undefined;
  const store = sqliteStore(path, {
    ...(driver && { driver }),
    onRecovery: (found) => {
      report = found;
    },
  });
  try {
    await store.open();
    const parts = new Map<number, number>();
    for (const { id, value } of await store.documents({ collection: "groups", limit: 1_000_000 })) {
      const [group = "", part = ""] = id.split("-");
      const points = value === `"${part.repeat(200)}"` ? 1 : 100;
      parts.set(Number(group), (parts.get(Number(group)) ?? 0) + points);
    }
    const groups = [...parts.keys()];
    return {
      whole: new Set(groups.filter((group) => parts.get(group) === 3)),
      broken: new Set(groups.filter((group) => parts.get(group) !== 3)),
      report,
    };
  } finally {
    await store.close();
  }
}
