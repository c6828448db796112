import type { Store, StoredDocument } from "./store.js";

const PAGE = 1_000;

/** Every document of a collection, or an account's in it, a page at a time, by rising id. @throws {StoreError} */
export async function* documentPages(
  store: Store,
  collection: string,
  accountId?: string,
): AsyncGenerator<readonly StoredDocument[]> {
  let afterId: string | undefined;
  for (;;) {
    const documents = await store.documents({ collection, accountId, afterId, limit: PAGE });
    yield documents;
    if (documents.length < PAGE) return;
    afterId = documents.at(-1)?.id;
  }
}
