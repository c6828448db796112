import { expect, test } from "vitest";
import { createContainer } from "../di/create-container.js";
import { TOKENS } from "../di/tokens.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import { testStore, type TestStore } from "../__fixtures__/test-store.js";
import type { PersonReferences } from "./person-references.js";

const ann = { kind: "email", value: "ann@example.org" };

async function open(store: TestStore): Promise<{ people: PersonReferences; commits: CommitQueue }> {
  const container = createContainer({ store, authority: { unchecked: "a test" } });
  const people = container.resolve<PersonReferences>(TOKENS.PersonReferences);
  await people.load();
  return { people, commits: container.resolve<CommitQueue>(TOKENS.CommitQueue) };
}

test("a reference is the same each time, whatever the case of a mail address, and after a restart", async () => {
  const store = testStore();
  const { people, commits } = await open(store);
  const reference = people.of("acme", ann);
  expect(reference).toMatch(/^[\w-]{22}$/);
  expect(people.of("acme", ann)).toBe(reference);
  expect(people.of("acme", { kind: "email", value: "Ann@Example.ORG" })).toBe(reference);
  await commits.drain();
  expect((await open(store.next())).people.of("acme", ann)).toBe(reference);
});

test.each([
  ["its domain's two forms", "ann@bücher.example", "Ann@xn--bcher-kva.example"],
  ["its domain in capitals", "ann@bücher.example", "ann@BÜCHER.example"],
  ["signs put together or apart", "jos\u00e9@example.org", "jose\u0301@example.org"],
])(
  "a mail address has one reference, whatever %s: who opted out is not found under another spelling (R16)",
  async (_what, one, other) => {
    const { people } = await open(testStore());
    const reference = people.of("acme", { kind: "email", value: one });
    expect(people.of("acme", { kind: "email", value: other })).toBe(reference);
    people.forget("acme", { value: other });
    expect(JSON.stringify(people)).not.toContain(one);
  },
);

test("a number that a report named without its kind is let go of as the number it is", async () => {
  const { people } = await open(testStore());
  people.ofNamed("acme", "+4930123456");
  people.forget("acme", { value: "+4930123456" });
  expect(JSON.stringify(people)).not.toContain("+4930123456");
});

test("accounts, hosts, kinds and addresses have references of their own", async () => {
  const { people } = await open(testStore());
  const { people: elsewhere } = await open(testStore());
  const all = [
    people.of("acme", ann),
    people.of("other", ann),
    elsewhere.of("acme", ann),
    people.of("acme", { kind: "phone", value: ann.value }),
    people.of("acme", { kind: "email", value: "bob@example.org" }),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("the key is durable no later than what is written under it", async () => {
  const store = testStore();
  const { people, commits } = await open(store);
  const id = people.of("acme", ann);
  await commits.commit({
    kind: "document-put",
    document: { collection: "sample", id, accountId: "acme", value: "{}" },
  });
  expect(await store.document("person-keys", "acme")).toBeDefined();
});

test("with the account's key destroyed nothing leads from the address to the reference", async () => {
  const store = testStore();
  const { people, commits } = await open(store);
  const reference = people.of("acme", ann);
  await people.destroyAccount("acme");
  expect(await store.document("person-keys", "acme")).toBeUndefined();
  expect(people.of("acme", ann)).not.toBe(reference);
  await commits.drain();
});

test("a key that cannot be read stops the start: lists would be searched under other names", async () => {
  const store = testStore();
  const document = { collection: "person-keys", id: "acme", accountId: "acme", value: '{"key":"short"}' };
  await store.commit([{ kind: "document-put", document }]);
  await expect(open(store)).rejects.toMatchObject({ code: "STORE_CORRUPT" });
});
