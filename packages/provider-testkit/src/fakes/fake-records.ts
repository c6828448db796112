import type { InboundDelivery, RecordsV1 } from "@plugboard/core/spec";

/** Records of a channel in memory, and the deliveries that were committed with them. */
export interface FakeRecords extends RecordsV1 {
  readonly kept: ReadonlyMap<string, string>;
  /** Each once, as the host would record them. */
  readonly deliveries: readonly Omit<InboundDelivery, "cursor">[];
}

/** What a provider keeps in a test without a host. */
export function fakeRecords(): FakeRecords {
  const kept = new Map<string, string>();
  const deliveries = new Map<string, Omit<InboundDelivery, "cursor">>();
  return {
    kept,
    get deliveries() {
      return [...deliveries.values()];
    },
    read: (id) => Promise.resolve(kept.get(id)),
    list: ({ prefix, after = "", limit }) => {
      const found = [...kept].filter(([id]) => id.startsWith(prefix) && id > after);
      found.sort(([left], [right]) => (left < right ? -1 : 1));
      return Promise.resolve(found.slice(0, limit).map(([id, value]) => ({ id, value })));
    },
    commit: (changes, delivery) => {
      for (const change of changes)
        if (change.kind === "put") kept.set(change.id, change.value);
        else kept.delete(change.id);
      const duplicate = delivery !== undefined && deliveries.has(delivery.deduplicationKey);
      if (delivery !== undefined && !duplicate) deliveries.set(delivery.deduplicationKey, delivery);
      return Promise.resolve({ duplicate });
    },
  };
}
