import type { Store, StoredDocument } from "./store.js";

const PAGE = 1_000;

/**
 * Every document of a collection, or an account's in it, a page at a time, by rising id. The next page is read while the caller looks at one.
 * @throws {StoreError}
 */
export async function* documentPages(
  store: Store,
  collection: string,
  accountId?: string,
): AsyncGenerator<readonly StoredDocument[]> {
  let next = store.documents({ collection, accountId, limit: PAGE });
  for (;;) {
    const documents = await next;
    const isLast = documents.length < PAGE;
    if (!isLast) {
      next = store.documents({ collection, accountId, afterId: documents.at(-1)?.id, limit: PAGE });
      // A caller that has seen enough does not hear of it.
      next.catch(() => undefined);
    }
    yield documents;
    if (isLast) return;
  }
}
