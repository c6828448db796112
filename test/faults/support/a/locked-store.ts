import { type Store, StoreError } from "@plugboard/core";

/** A store that takes nothing while `locked` is true; the careless one says that it did. */
export interface LockableStore extends Store {
  locked: boolean;
}

export function lockableStore(inner: Store, careless: boolean): LockableStore {
  const commit = inner.commit.bind(inner);
  const store: LockableStore = {
    ...inner,
    locked: false,
    commit: (group) => {
      if (!store.locked) return commit(group);
      return careless ? Promise.resolve([]) : Promise.reject(new StoreError("STORE_UNAVAILABLE"));
    },
  };
  return store;
}
