import type { Store, StoreWrite } from "@plugboard/core";

/** A store that remembers whose things were written. */
export interface WatchedStore extends Store {
  /** Accounts of the writes since the last call. */
  takeOwners(): string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Watches by what a write says, whatever kinds of writes there will be: an account it names, or an id that came with one before. */
export function watchedStore(inner: Store, { isFile }: { readonly isFile: boolean }): WatchedStore {
  const ownerOf = new Map<string, string>();
  let owners: string[] = [];
  const partsOf = (write: StoreWrite): Fields[] => [write, ...Object.values(write)].filter(isFields);
  const look = (write: StoreWrite): void => {
    const parts = partsOf(write);
    const named = parts.map(({ accountId }) => accountId).find((one) => typeof one === "string" && one !== "");
    const log = write.kind.split("-")[0] ?? "";
    const keys = parts.flatMap((part) =>
      ["sequence", "messageId", "rawId", "id"]
        .filter((name) => part[name] !== undefined)
        .map((name) => `${name === "sequence" ? log : ""}${name}:${text(part["collection"])}${String(part[name])}`),
    );
    if (typeof named === "string") for (const key of keys) ownerOf.set(key, named);
    const owner = named ?? keys.map((key) => ownerOf.get(key)).find((one) => one !== undefined);
    // That somebody without the right tried is the account's to know.
    const isAttempt = parts.some(({ action }) => action === "act-refused");
    if (typeof owner === "string" && !isAttempt) owners.push(owner);
  };
  return new Proxy(inner, {
    get(target, name) {
      if (name === "takeOwners")
        return (): string[] => {
          const taken = owners;
          owners = [];
          return taken;
        };
      // The memory outlives the host, as a file would.
      if (name === "close" && !isFile) return () => Promise.resolve();
      if (name === "commit")
        return (group: readonly StoreWrite[]) => {
          group.forEach(look);
          return target.commit(group);
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  }) as WatchedStore;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
