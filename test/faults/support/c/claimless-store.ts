import type { Store } from "@plugboard/core";

/** A store that lets every delivery claim an event of several for itself: claims switched off, keys of deliveries as ever. */
export function claimlessStore(store: Store): Store {
  const commit = store.commit.bind(store);
  let claims = 0;
  return {
    ...store,
    commit: (group) =>
      commit(
        group.map((write) => {
          if (write.kind !== "inbound-insert" || write.record.state !== "done") return write;
          claims += 1;
          const deduplicationKey = `${write.record.deduplicationKey}#${String(claims)}`;
          return { ...write, record: { ...write.record, deduplicationKey } };
        }),
      ),
  };
}
