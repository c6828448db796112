import { expect, test } from "vitest";
import { SampleRecords } from "./sample-records.js";
import type { StoreFixture } from "./store-fixture.js";

/** Small documents by collection and id. */
export function documentSuite(fixture: StoreFixture): void {
  test("puts, replaces and deletes a document", async () => {
    const store = await fixture.open();
    const document = new SampleRecords().document();
    const { collection, id } = document;
    expect(await store.document(collection, id)).toBeUndefined();
    await store.commit([{ kind: "document-put", document }]);
    expect(await store.document(collection, id)).toEqual(document);
    const moved = { ...document, accountId: "", value: '{"number":"ü"}' };
    await store.commit([{ kind: "document-put", document: moved }]);
    expect(await store.document(collection, id)).toEqual(moved);
    await store.commit([{ kind: "document-delete", collection, id }]);
    expect(await store.document(collection, id)).toBeUndefined();
    await store.commit([{ kind: "document-delete", collection, id }]);
  });

  test("keeps the order of puts and deletions within a group", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const [kept, gone] = [samples.document(), samples.document()];
    await store.commit([
      { kind: "document-put", document: gone },
      { kind: "document-put", document: { ...kept, value: '"first"' } },
      { kind: "document-delete", collection: kept.collection, id: kept.id },
      { kind: "document-put", document: { ...kept, value: '"second"' } },
      { kind: "document-put", document: kept },
      { kind: "document-delete", collection: gone.collection, id: gone.id },
    ]);
    expect(await store.documents({ collection: kept.collection, limit: 10 })).toEqual([kept]);
  });

  test("keeps collections apart", async () => {
    const store = await fixture.open();
    const document = new SampleRecords().document({ collection: "channels", id: "x" });
    await store.commit([{ kind: "document-put", document }]);
    expect(await store.document("accounts", "x")).toBeUndefined();
    expect(await store.documents({ collection: "accounts", limit: 10 })).toEqual([]);
  });

  test("pages through a collection by id, of one account or of all", async () => {
    const store = await fixture.open();
    const samples = new SampleRecords();
    const owners = ["account-1", "account-2", "account-1", "", "account-1"];
    const documents = owners.map((accountId) => samples.document({ accountId }));
    await store.commit([...documents].reverse().map((document) => ({ kind: "document-put", document })));
    expect(await store.documents({ collection: "channels", limit: 10 })).toEqual(documents);
    const own = documents.filter((document) => document.accountId === "account-1");
    const first = await store.documents({ collection: "channels", accountId: "account-1", limit: 2 });
    expect(first).toEqual(own.slice(0, 2));
    const rest = await store.documents({
      collection: "channels",
      accountId: "account-1",
      afterId: first[1]!.id,
      limit: 2,
    });
    expect(rest).toEqual(own.slice(2));
  });
}
