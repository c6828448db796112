import type { Store } from "@plugboard/core";

/** A store that takes each delivery for a new one: deduplication switched off. */
export function forgetfulStore(store: Store): Store {
  const commit = store.commit.bind(store);
  let copies = 0;
  return {
    ...store,
    commit: (group) =>
      commit(
        group.map((write) => {
          if (write.kind !== "inbound-insert") return write;
          copies += 1;
          const deduplicationKey = `${write.record.deduplicationKey}#${String(copies)}`;
          return { ...write, record: { ...write.record, deduplicationKey } };
        }),
      ),
  };
}
