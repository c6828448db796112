import type { ContactCenter, Store, StoreWrite } from "@plugboard/core";

interface Registry {
  find(accountId: unknown, channelId: unknown): unknown;
  get(accountId: unknown, channelId: unknown): unknown;
  ofHost(channelId: string): { readonly accountId: string } | undefined;
}

/** Guards as a mutant has them: for the rows, to see that they would notice. */
export const switchedOff = {
  /** A channel is everybody's, under whatever way its id is written. */
  owner(center: ContactCenter): void {
    const registry = registryOf(center);
    const anybodys = (id: unknown) => registry.ofHost(String(id).trim().toLowerCase());
    registry.find = (_accountId, id) => anybodys(id);
    registry.get = (_accountId, id) => anybodys(id);
  },

  /** Accounts are compared as people read them. */
  exactAccount(center: ContactCenter): void {
    const registry = registryOf(center);
    const loose = (accountId: unknown, id: unknown): unknown => {
      const channel = registry.ofHost(String(id));
      return String(accountId)
        .trim()
        .toLowerCase()
        .startsWith(channel?.accountId ?? "-")
        ? channel
        : undefined;
    };
    const exact = registry.get.bind(registry);
    registry.find = loose;
    registry.get = (accountId, id) => loose(accountId, id) ?? exact(accountId, id);
  },

  /** Nobody remembers which accounts were deleted. */
  deletedAccounts(center: ContactCenter): void {
    (Reflect.get(center.accounts, "registry") as { isDeleted: unknown }).isDeleted = () => false;
  },

  /** The trail tells who, and not by what authority. */
  authorityOnRecord(center: ContactCenter): void {
    const desk = Reflect.get(center.accounts, "authority") as { actedBy: unknown };
    desk.actedBy = ({ act: { actor } }: { act: { actor: string } }) => ({ actor });
  },

  /** What stands behind a separator in an account's name is passed over. */
  wholeNames(store: Store): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        const call = value.bind(target) as (query: unknown) => unknown;
        if (!/^(documents|audit|ledger|messages)$/.test(String(name))) return call;
        return (query: { readonly accountId?: string }) =>
          call({ ...query, accountId: query.accountId?.split("/")[0] });
      },
    });
  },

  /** An idempotency key is one for all accounts. */
  keysOfAccounts(store: Store): Store {
    const first = new Map<string, StoreWrite & { kind: "message-insert" }>();
    const commit: Store["commit"] = async (group) => {
      const conflicts = [...(await store.commit(group))];
      group.forEach((write, index) => {
        if (write.kind !== "message-insert" || write.record.idempotencyKey === undefined) return;
        const { idempotencyKey } = write.record;
        const known = first.get(idempotencyKey);
        if (known === undefined) first.set(idempotencyKey, write);
        else if (known.record.accountId !== write.record.accountId) {
          const { messageId: existingId, acceptedAtMs } = known.record;
          conflicts.push({ index, existingId, contentHash: write.record.contentHash, acceptedAtMs });
        }
      });
      return conflicts;
    };
    return new Proxy(store, {
      get: (target, name) => {
        if (name === "commit") return commit;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      },
    });
  },
};

function registryOf(center: ContactCenter): Registry {
  return Reflect.get(center.channels, "registry") as Registry;
}
