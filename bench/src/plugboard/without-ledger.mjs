/**
 * A store that keeps neither receipts nor trail: what the spine costs without them.
 * @param {import("@plugboard/core").Store} store
 * @returns {import("@plugboard/core").Store}
 */
export function withoutLedger(store) {
  return {
    ...store,
    async commit(group) {
      const kept = group.filter(({ kind }) => kind !== "ledger-insert" && kind !== "audit-insert");
      const conflicts = await store.commit(kept);
      if (conflicts.length > 0) throw new Error("the bench sends no message twice");
      return conflicts;
    },
  };
}
