import { existsSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { createListing, createSigningKey, signPayload, writeFiles } from "@plugboard/marketplace";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { connectorFiles, connectorTarball, temporaryFolder } from "./__fixtures__/connector-package.js";
import { findConnectors } from "./find-connectors.js";
import type { PluginsOptions, Verification } from "./plugin-options.js";
import { Plugins } from "./plugins.js";

const UNVERIFIED: Verification = { unverified: "packages of the tests" };
const inProcess = { level: "in-process" } as const;
const WEBHOOK_SECRET = `whsec_${"A".repeat(32)}`;
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;

let center: ContactCenter;
beforeEach(async () => {
  center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" } });
  onTestFinished(() => center.close({ graceMs: 0 }));
  ran(0);
});

function plugins(changes: Partial<PluginsOptions> = {}): Plugins {
  return new Plugins({ providers: center.providers, folder: temporaryFolder(), verification: UNVERIFIED, ...changes });
}

/** How often the connector's module was run in this process since it was last asked. */
function ran(reset?: number): number {
  const count = Number(Reflect.get(globalThis, "acmeRan") ?? 0);
  if (reset !== undefined) Reflect.set(globalThis, "acmeRan", reset);
  return count;
}
const versions = () => center.providers.list().map(({ manifest, enabled }) => [manifest.id, manifest.version, enabled]);

test("who installs, switches and removes a connector is in the host's trail; a program where nobody is named", async () => {
  const host = plugins();
  await host.install({ tarball: await connectorTarball() }, { ...inProcess, act });
  await host.disable("@acme/connector", act);
  await host.enable("@acme/connector");
  await host.remove("@acme/connector", { ...act, actor: "bob" });
  const trail = await center.audit.ofHost();
  expect(trail.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
    ["ann", "provider-added", "http"],
    ["ann", "provider-disabled", "http"],
    ["plugins", "provider-enabled", "http"],
    ["bob", "provider-removed", "http"],
  ]);
});

describe("installing", () => {
  test("puts the providers of a tarball beside the others, from a folder of its own", async () => {
    const folder = temporaryFolder();
    const installed = await plugins({ folder }).install({ tarball: await connectorTarball() }, inProcess);
    expect(installed).toMatchObject({
      name: "@acme/connector",
      version: "1.0.0",
      level: "in-process",
      isEnabled: true,
    });
    expect(versions()).toEqual([["http", "1.0.0", true]]);
    expect(readdirSync(folder).sort()).toEqual([expect.stringMatching(/^@acme\+connector-1\.0\.0-/), "installed.json"]);
  });

  test("takes a folder, and what npm installed by its name", async () => {
    const modules = join(temporaryFolder(), "node_modules");
    await mkdir(join(modules, "@acme"), { recursive: true });
    await writeFiles(await connectorFiles({ version: "1.0.1" }), join(modules, "@acme", "connector"));
    const host = plugins();
    await host.install({ folder: join(modules, "@acme", "connector") }, inProcess);
    await host.remove("@acme/connector");
    await host.install({ installed: "@acme/connector", from: join(modules, "..", "host.js") }, inProcess);
    await host.remove("@acme/connector");
    expect(existsSync(join(modules, "@acme", "connector", "package.json"))).toBe(true);
  });

  test("takes by its name what npm installed and whose exports do not name its package.json", async () => {
    const modules = join(temporaryFolder(), "node_modules");
    await mkdir(join(modules, "@acme"), { recursive: true });
    const packageJson = { exports: { ".": { import: "./dist/index.js" } } };
    await writeFiles(await connectorFiles({ version: "1.0.2", packageJson }), join(modules, "@acme", "connector"));
    expect(await findConnectors(modules)).toHaveLength(1);
    const from = pathToFileURL(join(modules, "..", "src", "host.js")).href;
    expect(await plugins().install({ installed: "@acme/connector", from }, inProcess)).toMatchObject({
      version: "1.0.2",
    });
    await expect(plugins().install({ installed: "@acme/none", from }, inProcess)).rejects.toMatchObject({
      code: "PLUGIN_UNKNOWN",
      details: { package: "@acme/none" },
    });
  });

  test("a package that npm exchanged in its place is not run in this process as the one it was", async () => {
    const modules = join(temporaryFolder(), "node_modules");
    const place = join(modules, "@acme", "connector");
    await mkdir(join(modules, "@acme"), { recursive: true });
    await writeFiles(await connectorFiles(), place);
    const source = { installed: "@acme/connector", from: join(modules, "..", "host.js") };
    const host = plugins();
    await host.install(source, inProcess);
    // Its code is another one, its provider's manifest the same.
    await rm(place, { recursive: true });
    const [files, fixed] = [await connectorFiles(), new Map<string, Uint8Array>()];
    for (const [path, bytes] of files) fixed.set(path, bytes);
    fixed.set("dist/index.js", Buffer.concat([files.get("dist/index.js") ?? Buffer.of(), Buffer.from("// mended")]));
    await writeFiles(fixed, place);
    await expect(host.upgrade(source)).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      details: { package: "@acme/connector", error: expect.stringContaining("restart the host") as string },
    });
    expect(host.list()).toMatchObject([{ version: "1.0.0" }]);
  });

  test.each([
    ["core it does not fit", { coreRange: ">=99" }, /CORE_UNFIT: http wants @plugboard\/core >=99, actual /],
    [
      "another version of the contract",
      { specificationVersion: "v2" },
      /CONTRACT_UNFIT: http wants contract v2, actual v1$/,
    ],
    [
      "a Node it does not fit",
      { packageJson: { engines: { node: ">=99" } } },
      /ENGINE_UNFIT: wants Node >=99, actual /,
    ],
    ["an entry that is not there", { packageJson: { exports: "./dist/other.js" } }, /ENTRY_MISSING/],
    ["no manifest", { packageJson: { plugboard: { manifest: "./dist/none.json" } } }, /MANIFEST_INVALID/],
  ])("refuses %s, with what was wanted and what there is, and runs nothing", async (_name, changes, refusal) => {
    const host = plugins();
    const failure: unknown = await host
      .install({ tarball: await connectorTarball(changes) }, inProcess)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "PLUGIN_REFUSED", details: { refusals: [expect.stringMatching(refusal)] } });
    expect([ran(), host.list(), versions()]).toEqual([0, [], []]);
  });

  test("refuses code that says another manifest than was published", async () => {
    const tarball = await connectorTarball({ saysCoreRange: ">=0.1.0" });
    await expect(plugins().install({ tarball }, inProcess)).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      details: { error: "MANIFEST_DIFFERS" },
    });
    expect(versions()).toEqual([]);
  });

  test("a module that throws is told by its class, and leaves nothing behind", async () => {
    const tarball = await connectorTarball({ code: 'throw new RangeError("secret-canary");' });
    const folder = temporaryFolder();
    const failure: unknown = await plugins({ folder })
      .install({ tarball }, inProcess)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "PLUGIN_LOAD_FAILED", details: { error: "RangeError" } });
    expect(JSON.stringify(failure)).not.toContain("canary");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a name is installed once", async () => {
    const host = plugins();
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await expect(host.install({ tarball: await connectorTarball() }, inProcess)).rejects.toMatchObject({
      code: "PLUGIN_EXISTS",
    });
  });
});

describe("a host that verifies", () => {
  const nowMs = Date.UTC(2026, 10, 22);
  const key = createSigningKey({ fromMs: nowMs - 86_400_000, untilMs: nowMs + 86_400_000 });
  const verification: Verification = {
    trust: { publishers: [{ id: "acme", packages: ["@acme/*"], keys: [key.record] }], needsRevocations: false },
  };
  const listingOf = async (tarball: Uint8Array) =>
    signPayload(
      "listing",
      await createListing(tarball, { publisher: { id: "acme", name: "Acme" }, nowMs }),
      key.privateKeyPem,
    );

  test("runs a signed package", async () => {
    const tarball = await connectorTarball();
    const host = plugins({ verification, now: () => nowMs });
    await host.install({ tarball }, { ...inProcess, listing: await listingOf(tarball) });
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });

  test("runs no line of one without a listing, or of one that is not the one that was signed", async () => {
    const tarball = await connectorTarball();
    const other = await connectorTarball({ code: "globalThis.acmeRan = 1; export const acme = {};" });
    const host = plugins({ verification, now: () => nowMs });
    await expect(host.install({ tarball }, inProcess)).rejects.toMatchObject({ code: "PLUGIN_REFUSED" });
    await expect(
      host.install({ tarball: other }, { ...inProcess, listing: await listingOf(tarball) }),
    ).rejects.toMatchObject({ details: { refusals: [expect.stringContaining("INTEGRITY_MISMATCH")] } });
    expect(ran()).toBe(0);
  });

  test("refuses an older version than the one that runs, unless it is allowed by name", async () => {
    const [newer, older] = [await connectorTarball({ version: "1.1.0" }), await connectorTarball()];
    const host = plugins({ verification, now: () => nowMs });
    await host.install({ tarball: newer }, { ...inProcess, listing: await listingOf(newer) });
    const listing = await listingOf(older);
    await expect(host.upgrade({ tarball: older }, { listing })).rejects.toMatchObject({
      details: { refusals: [expect.stringContaining("VERSION_DOWNGRADED")] },
    });
    await host.upgrade({ tarball: older }, { listing, allowsDowngrade: true });
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });

  test("verifies again after a restart, and keeps from running what was changed on the disk", async () => {
    const folder = temporaryFolder();
    const tarball = await connectorTarball();
    const first = plugins({ folder, verification, now: () => nowMs });
    await first.install({ tarball }, { ...inProcess, listing: await listingOf(tarball) });
    await center.providers.remove("http", act);
    const second = plugins({ folder, verification, now: () => nowMs });
    expect(await second.restore()).toEqual([]);
    await center.providers.remove("http", act);
    const place = readdirSync(folder).find((name) => name.startsWith("@acme")) ?? "";
    const { appendFileSync } = await import("node:fs");
    appendFileSync(join(folder, place, "dist", "index.js"), "\nglobalThis.acmeRan = 99;");
    const third = plugins({ folder, verification, now: () => nowMs });
    expect(await third.restore()).toMatchObject([{ name: "@acme/connector", error: { code: "PLUGIN_REFUSED" } }]);
    expect([ran() < 99, versions()]).toEqual([true, []]);
  });
});

describe("a start at which a package may not run", () => {
  const nowMs = Date.UTC(2026, 10, 22);
  const DAY_MS = 86_400_000;
  const key = createSigningKey({ fromMs: nowMs - DAY_MS, untilMs: nowMs + DAY_MS });
  const market = createSigningKey({ fromMs: nowMs - DAY_MS, untilMs: nowMs + 90 * DAY_MS });
  const trust = {
    publishers: [{ id: "acme", packages: ["@acme/*"], keys: [key.record] }],
    marketplaceKeys: [market.record],
  };
  const revoked = (sequence: number, versions?: string) => {
    const at = new Date(nowMs).toISOString();
    const packages =
      versions === undefined ? [] : [{ name: "@acme/connector", versions, revokedAt: at, reason: "a leak" }];
    const expiresAt = new Date(nowMs + 60 * DAY_MS).toISOString();
    const list = { formatVersion: 1, sequence, issuedAt: at, expiresAt, keys: [], packages };
    return signPayload("revocations", list, market.privateKeyPem);
  };
  const sign = async (version: string) => {
    const tarball = await connectorTarball({ version });
    const listing = await createListing(tarball, { publisher: { id: "acme", name: "Acme" }, nowMs });
    return { tarball, install: { ...inProcess, listing: signPayload("listing", listing, key.privateKeyPem) } };
  };
  const made = new Map<string, ReturnType<typeof sign>>();
  /** Packed and signed once: nobody writes to it. */
  const signed = (version: string) => {
    const one = made.get(version) ?? sign(version);
    made.set(version, one);
    return one;
  };
  const hostAt = (folder: string, revocations: string, atMs = nowMs) =>
    plugins({ folder, verification: { trust, revocations: () => revocations }, now: () => atMs });
  /** Another process of the host: its providers are gone, its folder is there. */
  const restarted = async (...host: Parameters<typeof hostAt>) => {
    if (center.providers.list().length > 0) await center.providers.remove("http", act);
    const next = hostAt(...host);
    return { next, failures: await next.restore() };
  };
  const recorded = (folder: string) => JSON.parse(readFileSync(join(folder, "installed.json"), "utf8")) as unknown;

  test("keeps it installed, whatever is changed meanwhile, until a start at which it may", async () => {
    const folder = temporaryFolder();
    const { tarball, install } = await signed("1.0.0");
    await hostAt(folder, revoked(1)).install({ tarball }, install);
    const { next, failures } = await restarted(folder, revoked(2, "*"));
    expect(failures).toMatchObject([{ name: "@acme/connector" }]);
    const other = await connectorTarball({ packageJson: { name: "@acme/other" } });
    const listing = await createListing(other, { publisher: { id: "acme", name: "Acme" }, nowMs });
    await next.install(
      { tarball: other },
      { ...inProcess, listing: signPayload("listing", listing, key.privateKeyPem) },
    );
    await next.remove("@acme/other");
    expect(recorded(folder)).toMatchObject([{ name: "@acme/connector", version: "1.0.0" }]);
    expect((await restarted(folder, revoked(3))).failures).toEqual([]);
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });

  test("lets it be removed, or be exchanged for a newer version by an install, and no older one", async () => {
    const folder = temporaryFolder();
    const [older, old, newer] = [await signed("1.0.0"), await signed("1.1.0"), await signed("1.2.0")];
    await hostAt(folder, revoked(1)).install({ tarball: old.tarball }, old.install);
    const { next } = await restarted(folder, revoked(2, "1.1.0"));
    await expect(next.install({ tarball: older.tarball }, older.install)).rejects.toMatchObject({
      details: { refusals: [expect.stringContaining("VERSION_DOWNGRADED")] },
    });
    await next.install({ tarball: newer.tarball }, newer.install);
    expect([versions(), readdirSync(folder).filter((name) => name.startsWith("@acme")).length]).toEqual([
      [["http", "1.2.0", true]],
      1,
    ]);
    const { next: last } = await restarted(folder, revoked(3, "*"));
    await last.remove("@acme/connector");
    expect([recorded(folder), readdirSync(folder)]).toEqual([[], ["installed.json", "seen-revocations.json"]]);
  });

  test("is not one that only comes after the publisher's key has run out", async () => {
    const folder = temporaryFolder();
    const { tarball, install } = await signed("1.0.0");
    await hostAt(folder, revoked(1)).install({ tarball }, install);
    expect((await restarted(folder, revoked(1), nowMs + 30 * DAY_MS)).failures).toEqual([]);
    const late = await signed("1.1.0");
    const { next } = await restarted(folder, revoked(1), nowMs + 30 * DAY_MS);
    await expect(next.upgrade({ tarball: late.tarball }, late.install)).rejects.toMatchObject({
      details: { refusals: [expect.stringContaining("KEY_EXPIRED")] },
    });
  });

  test("is one with an older revocation list than the one that revoked the package", async () => {
    const folder = temporaryFolder();
    const { tarball, install } = await signed("1.0.0");
    await hostAt(folder, revoked(1)).install({ tarball }, install);
    expect((await restarted(folder, revoked(5, "1.0.0"))).failures).toHaveLength(1);
    expect((await restarted(folder, revoked(1))).failures).toMatchObject([
      { error: { details: { refusals: [expect.stringContaining("REVOCATIONS_STALE")] } } },
    ]);
    expect(versions()).toEqual([]);
  });

  test("is one with an older revocation list than this host has seen, also of a package that is gone", async () => {
    const folder = temporaryFolder();
    const { tarball, install } = await signed("1.0.0");
    const host = hostAt(folder, revoked(5));
    await host.install({ tarball }, install);
    await host.remove("@acme/connector");
    await expect(hostAt(folder, revoked(4)).install({ tarball }, install)).rejects.toMatchObject({
      details: { refusals: [expect.stringContaining("REVOCATIONS_STALE")] },
    });
  });

  test("is one with an older revocation list than this host has seen", async () => {
    const folder = temporaryFolder();
    const { tarball, install } = await signed("1.0.0");
    await hostAt(folder, revoked(1)).install({ tarball }, install);
    expect((await restarted(folder, revoked(5))).failures).toEqual([]);
    const { failures } = await restarted(folder, revoked(4));
    expect(failures).toMatchObject([
      { error: { details: { refusals: [expect.stringContaining("REVOCATIONS_STALE")] } } },
    ]);
  });
});

describe("a change that fails", () => {
  /** What is written down cannot be: a folder stands in its place. */
  const blocked = async (folder: string) => mkdir(join(folder, "installed.json.unfinished"));

  test("while it is written down leaves the old version running, and its files for the next start", async () => {
    const folder = temporaryFolder();
    const host = plugins({ folder });
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await blocked(folder);
    await expect(host.upgrade({ tarball: await connectorTarball({ version: "2.0.0" }) })).rejects.toThrow();
    expect([versions(), host.list()[0]?.version]).toEqual([[["http", "1.0.0", true]], "1.0.0"]);
    await center.providers.remove("http", act);
    expect(await plugins({ folder }).restore()).toEqual([]);
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });

  test("while it is written down leaves nothing of a package that was to be installed", async () => {
    const folder = temporaryFolder();
    await blocked(folder);
    const host = plugins({ folder });
    await expect(host.install({ tarball: await connectorTarball() }, inProcess)).rejects.toThrow();
    expect([versions(), host.list(), readdirSync(folder)]).toEqual([[], [], ["installed.json.unfinished"]]);
  });

  test("and of which a part cannot be taken back says so, and keeps what runs where it runs", async () => {
    const folder = temporaryFolder();
    let upgrades = 0;
    const { providers } = center;
    const failing: PluginsOptions["providers"] = {
      ...{ add: providers.add.bind(providers), remove: providers.remove.bind(providers) },
      ...{ enable: providers.enable.bind(providers), disable: providers.disable.bind(providers) },
      upgrade: async (...parameters) => {
        upgrades += 1;
        // There, and not back again.
        if (upgrades > 1) throw new TypeError("the old one fails too");
        await providers.upgrade(...parameters);
      },
    };
    const host = plugins({ folder, providers: failing });
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await blocked(folder);
    await expect(host.upgrade({ tarball: await connectorTarball({ version: "2.0.0" }) })).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      details: { notUndone: ["http"] },
    });
    const places = readdirSync(folder).filter((name) => name.startsWith("@acme"));
    expect([versions(), places.length]).toEqual([[["http", "2.0.0", true]], 2]);
    rmdirSync(join(folder, "installed.json.unfinished"));
    await host.remove("@acme/connector");
    expect([versions(), readdirSync(folder)]).toEqual([[], ["installed.json"]]);
  });
});

describe("while the host runs", () => {
  test("an upgrade puts the new version in the place of the old one and takes its files away", async () => {
    const folder = temporaryFolder();
    const host = plugins({ folder });
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await host.upgrade({ tarball: await connectorTarball({ version: "2.0.0" }) });
    expect(versions()).toEqual([["http", "2.0.0", true]]);
    expect(host.list()).toMatchObject([{ version: "2.0.0", level: "in-process" }]);
    expect(readdirSync(folder).filter((name) => name.startsWith("@acme"))).toEqual([expect.stringContaining("2.0.0")]);
  });

  test("an upgrade that names another sub-processor waits for its acceptance, one that names fewer does not", async () => {
    const secrets = {
      resolve: () => Promise.resolve({ current: { apiKey: "k".repeat(20), webhookSecret: WEBHOOK_SECRET } }),
    };
    center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" }, secrets });
    onTestFinished(() => center.close({ graceMs: 0 }));
    const host = plugins();
    const acme = { name: "Acme Hosting GmbH", country: "DE", purpose: "servers" };
    const cloud = { name: "Cloud Inc", country: "US", purpose: "backups" };
    await host.install({ tarball: await connectorTarball({ subProcessors: [acme] }) }, inProcess);
    const settings = { baseUrl: "https://messaging.example.com", countries: ["DE"] };
    const shown = center.channels.disclosure("http", settings);
    expect(shown.subProcessors).toEqual([acme]);
    const activated = await center.channels.activate({
      ...{ accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "s", shown },
      ...{ instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
    });
    expect(activated).toMatchObject({ activated: true });
    await host.upgrade({ tarball: await connectorTarball({ version: "2.0.0", subProcessors: [cloud, acme] }) });
    const refusedBy = "DISCLOSURE_WIDENED";
    expect(center.channels.list("acme")).toMatchObject([{ state: "configured", refusedBy }]);
    await host.upgrade({ tarball: await connectorTarball({ version: "2.0.1", subProcessors: [] }) });
    expect(center.channels.list("acme")).toMatchObject([{ state: "active" }]);
  });

  test("an upgrade that cannot be loaded leaves the old version running", async () => {
    const host = plugins();
    await host.install({ tarball: await connectorTarball() }, inProcess);
    const broken = await connectorTarball({ version: "2.0.0", code: "throw 1;" });
    await expect(host.upgrade({ tarball: broken })).rejects.toMatchObject({ code: "PLUGIN_LOAD_FAILED" });
    expect([versions(), host.list()[0]?.version]).toEqual([[["http", "1.0.0", true]], "1.0.0"]);
  });

  test("a package is disabled, enabled, and disabled still after a restart", async () => {
    const folder = temporaryFolder();
    const host = plugins({ folder });
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await host.disable("@acme/connector");
    expect(versions()).toEqual([["http", "1.0.0", false]]);
    await center.providers.remove("http", act);
    const again = plugins({ folder });
    await again.restore();
    expect([versions(), again.list()[0]?.isEnabled]).toEqual([[["http", "1.0.0", false]], false]);
    await again.enable("@acme/connector");
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });

  test("removing takes providers and files away; what is unknown is said so", async () => {
    const folder = temporaryFolder();
    const host = plugins({ folder });
    await host.install({ tarball: await connectorTarball() }, inProcess);
    await host.remove("@acme/connector");
    expect([versions(), host.list(), readdirSync(folder)]).toEqual([[], [], ["installed.json"]]);
    await expect(host.remove("@acme/connector")).rejects.toMatchObject({ code: "PLUGIN_UNKNOWN" });
  });
});

test("connectors among the host's dependencies are found by keyword, without running them", async () => {
  const modules = temporaryFolder();
  await mkdir(join(modules, "@acme"));
  await writeFiles(await connectorFiles(), join(modules, "@acme", "connector"));
  await writeFiles(
    new Map([["package.json", Buffer.from('{"name":"other","version":"1.0.0"}')]]),
    join(modules, "other"),
  );
  expect(await findConnectors(modules)).toMatchObject([
    { name: "@acme/connector", version: "1.0.0", providers: [{ exportName: "acme", manifest: { id: "http" } }] },
  ]);
  expect(ran()).toBe(0);
});
