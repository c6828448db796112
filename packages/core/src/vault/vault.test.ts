import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { received, scriptedProvider } from "../__fixtures__/scripted-provider.js";
import { settle } from "../__fixtures__/settle.js";
import { act, activate, startHost, text } from "../__fixtures__/start-host.js";
import { type TestStore, testStore } from "../__fixtures__/test-store.js";
import type { ContactCenter } from "../host/contact-center.js";
import type { KeyRing } from "../ports/key-ring.js";
import { memorySecrets } from "../ports/memory/index.js";
import type { LogFields } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { CREDENTIAL_COLLECTION, type CredentialRecord } from "./credential-record.js";
import { localKeyRing } from "./local-key-ring.js";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-22T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const KEY = { k1: new Uint8Array(32).fill(1), k2: new Uint8Array(32).fill(2) };
const SECRET = "canary-4f1d9c77-credential";
const OTHER = "canary-77aa01ce-credential";
const ring = (current: "k1" | "k2" = "k1", keys: Record<string, Uint8Array> = KEY): KeyRing =>
  localKeyRing({ current, keys });
const named = { accountId: "acme", name: "main", act };

/** A host whose one provider tells which key it was handed. */
async function openHost({
  store = testStore(),
  keyRing = ring(),
  ...options
}: Parameters<typeof startHost>[0] & { store?: TestStore } = {}) {
  const seen: unknown[] = [];
  const scripted = scriptedProvider({
    credentials: z.strictObject({ key: z.string() }),
    send: async (_transfer, { credentials }) => {
      seen.push(await credentials.resolve());
      return received();
    },
  });
  const center = await startHost({ store, providers: [scripted.provider], keyRing, ...options });
  return { store, center, seen };
}

async function storedText(store: TestStore): Promise<string> {
  return JSON.stringify(await store.documents({ collection: CREDENTIAL_COLLECTION, limit: 100 }));
}

async function changeStored(store: TestStore, change: (record: CredentialRecord) => unknown): Promise<void> {
  const [document] = await store.documents({ collection: CREDENTIAL_COLLECTION, limit: 1 });
  if (document === undefined) throw new Error("nothing is stored");
  const value = JSON.stringify(change(JSON.parse(document.value) as CredentialRecord));
  await store.commit([{ kind: "document-put", document: { ...document, value } }]);
}

async function sendOne(center: ContactCenter, seen: unknown[]): Promise<unknown> {
  const before = seen.length;
  await center.send(text("a"));
  await settle();
  return seen[before];
}

describe("credentials at rest (R22)", () => {
  test("a plugin that kept its way to them gets nothing any more once the account is deleted", async () => {
    let kept: { resolve(): Promise<unknown> } | undefined;
    const scripted = scriptedProvider({
      credentials: z.strictObject({ key: z.string() }),
      send: async (_transfer, { credentials }) => {
        kept = credentials;
        await credentials.resolve();
        return received();
      },
    });
    const center = await startHost({ store: testStore(), providers: [scripted.provider], keyRing: ring() });
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await activate(center, { secret: "main" });
    await center.send(text("a"));
    await settle();
    expect(await kept?.resolve()).toEqual({ current: { key: SECRET } });
    await center.accounts.delete({ accountId: "acme", reason: "the contract ended", act });
    await settle();
    expect(await center.accounts.deleted("acme")).toBe("deleted");
    await expect(kept?.resolve()).rejects.toMatchObject({ code: "CREDENTIALS_UNAVAILABLE" });
  });

  test("reach the channel they are for, and are nowhere in the store", async () => {
    const { store, center, seen } = await openHost();
    const summary = await center.credentials.store({ ...named, value: { key: SECRET } });
    expect(summary).toMatchObject({ name: "main", state: "live", version: 1, keyIds: ["k1"] });
    await activate(center, { secret: "main" });
    expect(await sendOne(center, seen)).toEqual({ current: { key: SECRET } });
    const stored = await storedText(store);
    for (const form of [
      SECRET,
      Buffer.from(SECRET).toString("base64").slice(0, 20),
      Buffer.from(SECRET).toString("hex"),
    ])
      expect(stored).not.toContain(form);
  });

  test("are in no error, log, event, trail, list, inspection or JSON of the host", async () => {
    const lines: unknown[] = [];
    const log = (message: string, fields?: LogFields): void => void lines.push([message, fields]);
    const told: unknown[] = [];
    const { center, seen } = await openHost({ logger: { debug: log, info: log, warn: log, error: log } });
    for (const name of ["channel-state-changed", "channel-activated", "transfer-closed"] as const)
      center.on(name, (event) => told.push(event));
    told.push(await center.credentials.store({ ...named, value: { key: SECRET } }));
    await activate(center, { secret: "main" });
    await sendOne(center, seen);
    told.push(await center.credentials.rotate({ ...named, value: { key: OTHER } }));
    for (const wrong of [
      { ...named, value: SECRET },
      { ...named, value: { key: SECRET }, more: SECRET },
      { ...named, value: { key: SECRET }, act: { ...act, actor: "" } },
      { ...named, accountId: `${SECRET} x`, value: { key: SECRET } },
    ])
      told.push(await center.credentials.store(wrong as never).catch((error: unknown) => error));
    told.push(await center.credentials.list("acme"), await center.audit.list({ accountId: "acme" }));
    const shown = inspect([center, told, lines], { depth: 12, showHidden: true });
    const json = JSON.stringify([told, lines]) + inspect(told, { depth: 30 });
    for (const canary of [SECRET, OTHER]) {
      expect(json).not.toContain(canary);
      expect(shown.includes(canary)).toBe(false);
    }
    expect(shown).not.toContain(Buffer.from(KEY.k1).toString("hex"));
  });

  test("of a channel are not given to another channel of the same account; the account's are", async () => {
    const { center, seen } = await openHost();
    await center.credentials.store({ ...named, channelId: "c1", value: { key: SECRET } });
    await activate(center, { secret: "main" });
    await activate(center, { secret: "main", channelId: "c2" });
    expect(await sendOne(center, seen)).toEqual({ current: { key: SECRET } });
    await center.send(text("b", { channelId: "c2" }));
    await settle();
    expect(seen).toHaveLength(1);
    await center.credentials.store({ ...named, value: { key: OTHER } });
    const result = await center.send(text("c", { channelId: "c2" }));
    await settle();
    expect(result.accepted).toBe(true);
    expect(await sendOne(center, seen)).toEqual({ current: { key: SECRET } });
  });

  test("that the vault has no record of are asked of the host's own secrets", async () => {
    const { center, seen } = await openHost({ secrets: memorySecrets({ main: { key: OTHER } }) });
    await activate(center, { secret: "main" });
    expect(await sendOne(center, seen)).toEqual({ current: { key: OTHER } });
    await center.credentials.store({ ...named, value: { key: SECRET } });
    expect(await sendOne(center, seen)).toEqual({ current: { key: SECRET } });
    await center.credentials.revoke({ ...named, reason: "lost laptop" });
    // Revoked is not absent: nothing else takes their place.
    expect(await sendOne(center, seen)).toBeUndefined();
  });

  test("cannot be kept without a key ring, and the code says so", async () => {
    const center = await startHost({ providers: [scriptedProvider().provider] });
    await expect(center.credentials.store({ ...named, value: { key: SECRET } })).rejects.toMatchObject({
      code: "VAULT_ABSENT",
    });
  });
});

describe("two live sets", () => {
  test("the previous one is accepted until its time, whatever was opened before", async () => {
    const { center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await activate(center, { secret: "main" });
    await center.credentials.rotate({ ...named, value: { key: OTHER }, overlapSeconds: 30 });
    expect(await sendOne(center, seen)).toEqual({ current: { key: OTHER }, previous: { key: SECRET } });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await sendOne(center, seen)).toEqual({ current: { key: OTHER } });
  });

  test("the overlap can be ended at once", async () => {
    const { center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await activate(center, { secret: "main" });
    expect(await center.credentials.rotate({ ...named, value: { key: OTHER } })).toMatchObject({
      state: "rotating",
      version: 2,
    });
    expect(await center.credentials.endRotation(named)).toMatchObject({ state: "live", version: 2 });
    expect(await sendOne(center, seen)).toEqual({ current: { key: OTHER } });
  });

  test("nothing is rotated that is not there, or was revoked", async () => {
    const { center } = await openHost();
    await expect(center.credentials.rotate({ ...named, value: {} })).rejects.toMatchObject({
      code: "CREDENTIAL_UNKNOWN",
    });
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await center.credentials.revoke(named);
    await expect(center.credentials.rotate({ ...named, value: {} })).rejects.toMatchObject({
      code: "CREDENTIAL_REVOKED",
    });
  });
});

describe("revoked", () => {
  test("nothing is left that a key could open, and a channel that used them is told so by code", async () => {
    const { store, center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await activate(center, { secret: "main" });
    await sendOne(center, seen);
    await center.credentials.revoke({ ...named, reason: "lost laptop" });
    expect(await sendOne(center, seen)).toBeUndefined();
    expect(await storedText(store)).not.toContain("sealed");
    expect((await center.audit.list({ accountId: "acme", action: "credentials-revoked" }))[0]).toMatchObject({
      actor: "ann",
      subject: "main",
      details: { reason: "lost laptop", version: 1, authority: "administrator" },
    });
  });

  test("with their channel, when it is removed", async () => {
    const { center } = await openHost();
    await center.credentials.store({ ...named, channelId: "c1", value: { key: SECRET } });
    await center.credentials.store({ ...named, value: { key: OTHER } });
    await activate(center, { secret: "main" });
    await center.channels.remove("acme", "c1", act);
    const states = (await center.credentials.list("acme")).map(({ channelId, state }) => [channelId, state]);
    expect(states.sort()).toEqual(
      [
        ["c1", "revoked"],
        [undefined, "live"],
      ].sort(),
    );
  });

  test("a record that was tampered with can be revoked, and kept anew", async () => {
    const { store, center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await changeStored(store, (record) => ({ ...record, versions: "none" }));
    await activate(center, { secret: "main" });
    expect(await sendOne(center, seen)).toBeUndefined();
    await center.credentials.revoke(named);
    await center.credentials.store({ ...named, value: { key: OTHER } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual([{ current: { key: OTHER } }]);
  });
});

describe("tampered with (R22)", () => {
  const flip = (base64: string): string => {
    const bytes = Buffer.from(base64, "base64");
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes.toString("base64");
  };
  const first = (record: CredentialRecord, changes: object): unknown => ({
    ...record,
    versions: record.versions.map((one, index) => (index === 0 ? { ...one, ...changes } : one)),
  });

  test.each<[string, (record: CredentialRecord) => unknown]>([
    ["one bit of the ciphertext", (record) => first(record, { sealed: flip(record.versions[0]?.sealed ?? "") })],
    [
      "one bit of the wrapped key",
      (record) => first(record, { wrappedKey: flip(record.versions[0]?.wrappedKey ?? "") }),
    ],
    ["the number of the set", (record) => first(record, { version: 9 })],
    ["when it was made", (record) => first(record, { createdAt: "2020-01-01T00:00:00Z" })],
    ["until when it is accepted", (record) => first(record, { until: "2099-01-01T00:00:00Z" })],
    ["the key it is under", (record) => first(record, { keyId: "k2" })],
    ["the account", (record) => ({ ...record, accountId: "other" })],
    ["the name", (record) => ({ ...record, name: "second" })],
    ["the channel", (record) => ({ ...record, channelId: "c1" })],
    ["the proof", (record) => ({ ...record, proof: "0".repeat(64) })],
    ["its order", (record) => ({ ...record, versions: [...record.versions].reverse() })],
    ["its shape", () => ({})],
    ["a field more", (record) => ({ ...record, more: 1 })],
  ])("%s: refused by code, and nothing is handed out", async (_what, change) => {
    const { store, center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await center.credentials.rotate({ ...named, value: { key: OTHER } });
    await activate(center, { secret: "main" });
    await changeStored(store, change);
    await expect(center.credentials.endRotation(named)).rejects.toMatchObject({ code: "CREDENTIAL_TAMPERED" });
    expect(await sendOne(center, seen)).toBeUndefined();
  });

  test("every byte of ciphertext and wrapped key counts", async () => {
    const { store, center } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    const [document] = await store.documents({ collection: CREDENTIAL_COLLECTION, limit: 1 });
    const good = JSON.parse(document?.value ?? "") as CredentialRecord;
    const [version] = good.versions;
    let refused = 0;
    let tried = 0;
    for (const field of ["sealed", "wrappedKey"] as const) {
      const bytes = Buffer.from(version?.[field] ?? "", "base64");
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x80;
        await changeStored(store, () => first(good, { [field]: changed.toString("base64") }));
        tried += 1;
        const failure: unknown = await center.credentials.endRotation(named).catch((error: unknown) => error);
        if (ContactCenterError.isInstance(failure) && failure.code === "CREDENTIAL_TAMPERED") refused += 1;
      }
    }
    expect(refused).toBe(tried);
    expect(tried).toBeGreaterThan(100);
  });

  test("moved to another account, whole, it does not come open there", async () => {
    const { store, center, seen } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await center.credentials.store({ ...named, accountId: "thief", value: { key: OTHER } });
    const [mine, theirs] = await Promise.all(
      ["acme", "thief"].map(
        async (accountId) => (await store.documents({ collection: CREDENTIAL_COLLECTION, accountId, limit: 1 }))[0],
      ),
    );
    if (mine === undefined || theirs === undefined) throw new Error("not stored");
    for (const value of [mine.value, mine.value.replace('"acme"', '"thief"')]) {
      await store.commit([{ kind: "document-put", document: { ...theirs, value } }]);
      await activate(center, { secret: "main", accountId: "thief", channelId: `t${String(value.length)}` });
      await center.send(text("a", { accountId: "thief", channelId: `t${String(value.length)}` }));
      await settle();
    }
    expect(seen).toEqual([]);
  });

  test("the wrong key under the right id fails closed", async () => {
    const { store, center } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    const { center: next, seen } = await openHost({
      store: store.next(),
      keyRing: ring("k1", { k1: new Uint8Array(32).fill(9) }),
      secrets: memorySecrets({ main: { key: OTHER } }),
    });
    await activate(next, { secret: "main" });
    expect(await sendOne(next, seen)).toBeUndefined();
    await expect(next.credentials.endRotation(named)).rejects.toMatchObject({ code: "CREDENTIAL_TAMPERED" });
  });
});

describe("keys of the ring", () => {
  test("are changed for all credentials; the old key is needed no longer", async () => {
    const { store, center } = await openHost();
    for (let index = 0; index < 20; index += 1)
      await center.credentials.store({
        ...named,
        accountId: `a${String(index)}`,
        value: { key: `${SECRET}-${String(index)}` },
      });
    await center.credentials.rotate({ ...named, accountId: "a0", value: { key: OTHER } });
    expect(await center.credentials.keysInUse()).toEqual({ k1: 21 });
    const { center: second } = await openHost({ store: store.next(), keyRing: ring("k2") });
    expect(await second.credentials.rewrap(act)).toEqual({ keyId: "k2", rewrapped: 20, already: 0, failed: [] });
    expect(await second.credentials.keysInUse()).toEqual({ k2: 21 });
    expect(await second.audit.list({ accountId: "a3", action: "credentials-rewrapped" })).toMatchObject([
      { actor: "ann", subject: "main", details: { keyId: "k2" } },
    ]);
    const third = await openHost({ store: store.next(), keyRing: ring("k2", { k2: KEY.k2 }) });
    for (const accountId of ["a0", "a7"]) {
      await activate(third.center, { secret: "main", accountId, channelId: `c-${accountId}` });
      await third.center.send(text("a", { accountId, channelId: `c-${accountId}` }));
      await settle();
    }
    expect(third.seen).toEqual([
      { current: { key: OTHER }, previous: { key: `${SECRET}-0` } },
      { current: { key: `${SECRET}-7` } },
    ]);
  });

  test("an order to change them is in the host's trail, also when there is nothing to change (R22)", async () => {
    const { center } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    await center.credentials.rewrap({ ...act, reference: "order-7" });
    expect(await center.audit.ofHost()).toMatchObject([
      {
        actor: "ann",
        action: "credentials-rewrap-ordered",
        subject: "k1",
        details: { authority: "administrator", at: act.at, authorityReference: "order-7" },
      },
    ]);
  });

  test("a change that was cut off, at whatever commit, goes on where it was and loses nothing", async () => {
    const accounts = Array.from({ length: 6 }, (_, index) => `a${String(index)}`);
    for (let survived = 0; survived <= accounts.length; survived += 1) {
      const { store, center } = await openHost();
      for (const accountId of accounts)
        await center.credentials.store({ ...named, accountId, value: { key: accountId } });
      const cut = store.next();
      let commits = 0;
      // The first is the order.
      cut.fate = () => ((commits += 1) > survived + 1 ? new Promise(() => undefined) : "commit");
      const { center: second } = await openHost({ store: cut, keyRing: ring("k2") });
      void second.credentials.rewrap(act).catch(() => undefined);
      await settle();
      const { center: third, seen } = await openHost({ store: cut.next(), keyRing: ring("k2") });
      expect(await third.credentials.keysInUse()).toEqual(
        survived === 0 ? { k1: 6 } : survived === 6 ? { k2: 6 } : { k1: 6 - survived, k2: survived },
      );
      expect(await third.credentials.rewrap(act)).toMatchObject({
        rewrapped: 6 - survived,
        already: survived,
        failed: [],
      });
      expect(await third.credentials.keysInUse()).toEqual({ k2: 6 });
      for (const accountId of accounts) {
        await activate(third, { secret: "main", accountId, channelId: `c-${accountId}` });
        await third.send(text("a", { accountId, channelId: `c-${accountId}` }));
      }
      await settle();
      expect(seen).toEqual(accounts.map((key) => ({ current: { key } })));
    }
  });

  test.each<[string, KeyRing]>([
    ["is not there", ring("k2", { k2: KEY.k2 })],
    [
      "throws with the key in its error",
      {
        ...ring(),
        unwrap: () => {
          throw new Error(SECRET);
        },
      },
    ],
    ["answers something else", { ...ring(), unwrap: () => new Uint8Array(5) }],
  ])("a key that %s is KEY_UNAVAILABLE, which may be tried again", async (_what, keyRing) => {
    const { store, center } = await openHost();
    await center.credentials.store({ ...named, value: { key: SECRET } });
    const { center: next } = await openHost({ store: store.next(), keyRing });
    const failure: unknown = await next.credentials.endRotation(named).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "KEY_UNAVAILABLE", retryable: true });
    expect(inspect(failure)).not.toContain(SECRET);
  });

  test("a ring that does not wrap is not believed: the data key would be in the store", async () => {
    const { center } = await openHost({ keyRing: { ...ring(), wrap: (_keyId, dataKey) => dataKey } });
    await expect(center.credentials.store({ ...named, value: {} })).rejects.toMatchObject({ code: "KEY_UNAVAILABLE" });
  });

  test.each([
    ["too short", { current: "k1", keys: { k1: new Uint8Array(16) } }],
    ["not there", { current: "k9", keys: KEY }],
    ["of the prototype", { current: "constructor", keys: KEY }],
  ])("a key that is %s is refused at the start", (_what, options) => {
    expect(() => localKeyRing(options)).toThrow(/OPTION_INVALID/);
  });
});

test("whoever may not act for the account keeps, changes and revokes nothing (R4)", async () => {
  const { store, center } = await openHost({
    authority: { authorise: ({ act: { actor } }) => ({ authorised: actor === "ann" }) },
  });
  await center.credentials.store({ ...named, value: { key: SECRET } });
  const before = await storedText(store);
  const eve = { ...named, act: { ...act, actor: "eve" } };
  for (const attempt of [
    () => center.credentials.store({ ...eve, value: { key: OTHER } }),
    () => center.credentials.rotate({ ...eve, value: { key: OTHER } }),
    () => center.credentials.endRotation(eve),
    () => center.credentials.revoke(eve),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "AUTHORITY_REFUSED" });
  expect(await storedText(store)).toBe(before);
});
