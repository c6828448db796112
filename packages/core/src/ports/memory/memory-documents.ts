import type { StoredDocument } from "../store.js";

/** The documents of a {@link memoryStore}. */
export class MemoryDocuments {
  private readonly collections = new Map<string, Map<string, StoredDocument>>();

  put(document: StoredDocument): void {
    let collection = this.collections.get(document.collection);
    if (!collection) this.collections.set(document.collection, (collection = new Map<string, StoredDocument>()));
    collection.set(document.id, document);
  }

  delete(collection: string, id: string): void {
    this.collections.get(collection)?.delete(id);
  }

  get(collection: string, id: string): StoredDocument | undefined {
    return this.collections.get(collection)?.get(id);
  }

  collectionsOf(accountId: string): string[] {
    return [...this.collections]
      .filter(([, documents]) => [...documents.values()].some((document) => document.accountId === accountId))
      .map(([collection]) => collection)
      .sort();
  }

  /** By rising id, compared by code unit. */
  page(query: {
    collection: string;
    accountId?: string | undefined;
    afterId?: string | undefined;
    limit: number;
  }): StoredDocument[] {
    const { accountId, afterId = "" } = query;
    return [...(this.collections.get(query.collection)?.values() ?? [])]
      .filter((document) => document.id > afterId && (accountId === undefined || document.accountId === accountId))
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .slice(0, query.limit);
  }
}
