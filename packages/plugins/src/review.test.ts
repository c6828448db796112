import { appendFileSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { createListing, createSigningKey, signPayload } from "@plugboard/marketplace";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { connectorTarball, type PackageChanges, temporaryFolder } from "./__fixtures__/connector-package.js";
import type { PluginsOptions } from "./plugin-options.js";
import { Plugins } from "./plugins.js";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 22);
const NAME = "@acme/connector";
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
const key = createSigningKey({ fromMs: START_MS - DAY_MS, untilMs: START_MS + DAY_MS });
const market = createSigningKey({ fromMs: START_MS - DAY_MS, untilMs: START_MS + 90 * DAY_MS });
const trust = {
  publishers: [{ id: "acme", packages: ["@acme/*"], keys: [key.record] }],
  marketplaceKeys: [market.record],
};

function listOf(sequence: number, versions?: string): string {
  const at = new Date(START_MS).toISOString();
  const packages = versions === undefined ? [] : [{ name: NAME, versions, revokedAt: at, reason: "a leak" }];
  const expiresAt = new Date(START_MS + 7 * DAY_MS).toISOString();
  const list = { formatVersion: 1, sequence, issuedAt: at, expiresAt, keys: [], packages };
  return signPayload("revocations", list, market.privateKeyPem);
}

/** Packed and signed. */
async function published(changes?: PackageChanges): Promise<{ tarball: Uint8Array; listing: string }> {
  const tarball = await connectorTarball(changes);
  const made = await createListing(tarball, { publisher: { id: "acme", name: "Acme" }, nowMs: START_MS });
  return { tarball, listing: signPayload("listing", made, key.privateKeyPem) };
}
/** Made once: nobody writes to it. */
let first: Awaited<ReturnType<typeof published>>;
beforeAll(async () => {
  first = await published();
});

let center: ContactCenter;
/** What the host holds packages against, now. */
let now: { atMs: number; list: () => string };
let folder: string;
let host: Plugins;
/** Takes the place of the host's own `upgrade` of providers. */
let upgrade: ContactCenter["providers"]["upgrade"] | undefined;
beforeEach(async () => {
  center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" } });
  onTestFinished(() => center.close({ graceMs: 0 }));
  now = { atMs: START_MS, list: () => listOf(1) };
  folder = temporaryFolder();
  const verification = { trust, revocations: () => now.list() };
  upgrade = undefined;
  const { providers: own } = center;
  const providers: PluginsOptions["providers"] = {
    ...{ add: own.add.bind(own), remove: own.remove.bind(own), enable: own.enable.bind(own) },
    ...{ disable: own.disable.bind(own), upgrade: (...given) => (upgrade ?? own.upgrade.bind(own))(...given) },
  };
  host = new Plugins({ providers, folder, verification, now: () => now.atMs });
  await host.install({ tarball: first.tarball }, { level: "in-process", listing: first.listing });
});
const running = () => center.providers.list().map(({ manifest }) => manifest.id);

test("what was revoked while it ran is stopped, on record, and stays installed for a list that lets it run", async () => {
  now.list = () => listOf(2, "*");
  expect(await host.review(act)).toMatchObject([
    { name: NAME, error: { code: "PLUGIN_REFUSED", details: { refusals: [`PACKAGE_REVOKED: ${NAME}@1.0.0`] } } },
  ]);
  expect([running(), host.list()]).toEqual([[], []]);
  expect((await center.audit.ofHost()).at(-1)).toMatchObject({ actor: "ann", action: "provider-removed" });
  expect(await host.restore()).toMatchObject([{ name: NAME }]);
  now.list = () => listOf(3);
  expect(await host.restore()).toEqual([]);
  expect(running()).toEqual(["http"]);
});

test("what may run goes on, disabled as it was, also when its publisher's key has ended since it was installed", async () => {
  await host.disable(NAME, act);
  now.atMs += 2 * DAY_MS;
  expect(await host.review()).toEqual([]);
  expect(host.list()).toMatchObject([{ name: NAME, isEnabled: false }]);
});

test("files that were changed on the disk stop it before a start would", async () => {
  const place = readdirSync(folder).find((name) => name.startsWith("@acme")) ?? "";
  appendFileSync(join(folder, place, "dist", "index.js"), "\n");
  expect(await host.review()).toMatchObject([{ name: NAME }]);
  expect(running()).toEqual([]);
});

test("files that are gone stop it, and are no reason to leave the rest alone", async () => {
  const place = readdirSync(folder).find((name) => name.startsWith("@acme")) ?? "";
  rmSync(join(folder, place), { recursive: true });
  expect(await host.review()).toMatchObject([{ name: NAME }]);
  expect(running()).toEqual([]);
});

test("a version that runs because its upgrade could not be taken back is looked at, too", async () => {
  let upgrades = 0;
  upgrade = async (...given) => {
    upgrades += 1;
    // There, and not back again.
    if (upgrades > 1) throw new TypeError("the old one fails too");
    await center.providers.upgrade(...given);
  };
  const unwritable = join(folder, "installed.json.unfinished");
  mkdirSync(unwritable);
  const second = await published({ version: "2.0.0" });
  await expect(host.upgrade({ tarball: second.tarball }, { listing: second.listing })).rejects.toMatchObject({
    details: { notUndone: ["http"] },
  });
  rmdirSync(unwritable);
  expect(await host.review()).toEqual([]);
  now.list = () => listOf(2, "2.0.0");
  expect(await host.review()).toMatchObject([
    { name: NAME, error: { details: { refusals: [`PACKAGE_REVOKED: ${NAME}@2.0.0`] } } },
  ]);
  expect(running()).toEqual([]);
  expect(await host.restore()).toEqual([]);
  expect(host.list()).toMatchObject([{ version: "1.0.0" }]);
});

test("a list that has expired stops everything, as it does at a start", async () => {
  now.atMs += 8 * DAY_MS;
  expect(await host.review()).toMatchObject([{ error: { details: { refusals: [/REVOCATIONS_STALE/] } } }]);
  expect(running()).toEqual([]);
});

test("a list that cannot be read decides nothing: the caller hears of it, and everything goes on", async () => {
  now.list = () => {
    throw new Error("no such file");
  };
  await expect(host.review()).rejects.toThrow("no such file");
  expect(running()).toEqual(["http"]);
});
