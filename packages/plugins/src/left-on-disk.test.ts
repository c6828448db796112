import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { connectorTarball, type PackageChanges, temporaryFolder } from "./__fixtures__/connector-package.js";
import { Plugins } from "./plugins.js";

const inProcess = { level: "in-process" } as const;
const act = { actor: "ann", authority: "administrator", at: "2026-11-23T00:00:00Z" } as const;

let center: ContactCenter;
let folder: string;
beforeEach(async () => {
  center = await createContactCenter({ store: memoryStore(), authority: { unchecked: "a test" } });
  onTestFinished(() => center.close({ graceMs: 0 }));
  folder = temporaryFolder();
});

const hostHere = () =>
  new Plugins({ providers: center.providers, folder, verification: { unverified: "packages of the tests" } });
const packed = new Map<string, Promise<Uint8Array>>();
/** Packed once: nobody writes to it. */
const tarball = (changes: PackageChanges = {}): Promise<Uint8Array> => {
  const key = JSON.stringify(changes);
  const one = packed.get(key) ?? connectorTarball(changes);
  packed.set(key, one);
  return one;
};
/** Another process of the host: its providers are gone, its folder is there. */
const restarted = async (): Promise<Plugins> => {
  for (const { manifest } of center.providers.list()) await center.providers.remove(manifest.id, act);
  return hostHere();
};
const places = () => readdirSync(folder).filter((name) => name.startsWith("@acme"));
const place = () => join(folder, places()[0] ?? "");
const recorded = () => JSON.parse(readFileSync(join(folder, "installed.json"), "utf8")) as unknown;
const versions = () => center.providers.list().map(({ manifest, enabled }) => [manifest.id, manifest.version, enabled]);
/** What is written down cannot be: a folder stands in its place. */
const block = () => mkdirSync(join(folder, "installed.json.unfinished"));
const unblock = () => rmdirSync(join(folder, "installed.json.unfinished"));

describe("an upgrade to the bytes that run", () => {
  test("leaves their files where they are: no moment without them", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    const file = () => statSync(join(place(), "dist/index.js"), { bigint: true }).ctimeNs;
    const before = file();
    await host.upgrade({ tarball: await tarball() });
    expect([file(), versions()]).toEqual([before, [["http", "1.0.0", true]]]);
  });

  test("puts right what was changed there", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    const file = join(place(), "dist/index.js");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, "// changed");
    await host.upgrade({ tarball: await tarball() });
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});

describe("what a killed host left half done", () => {
  test("is taken away at the next start, and nothing else", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    const [installed = ""] = places();
    mkdirSync(join(folder, "@acme+connector-2.0.0-0123456789ab.unfinished"));
    mkdirSync(join(folder, "@acme+connector-1.5.0-beta.1-0123456789ab"));
    mkdirSync(join(folder, "notes-of-the-host"));
    expect(await (await restarted()).restore()).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([installed, "installed.json", "notes-of-the-host"]);
  });

  test("a package that cannot be laid down leaves nothing", async () => {
    // No file system takes such a name.
    const name = "n".repeat(300);
    const files = await tarball({ packageJson: { files: [name] } });
    const { packTarball, readTarball } = await import("@plugboard/marketplace");
    const long = await packTarball(new Map([...(await readTarball(files)), [name, Buffer.from("x")]]));
    await expect(hostHere().install({ tarball: long }, inProcess)).rejects.toMatchObject({ code: "ENAMETOOLONG" });
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("the files of a connector that is not restored yet stay, when installing the same bytes again fails", async () => {
  await hostHere().install({ tarball: await tarball() }, inProcess);
  const [installed] = places();
  const host = await restarted();
  block();
  await expect(host.install({ tarball: await tarball() }, inProcess)).rejects.toThrow();
  expect(places()).toEqual([installed]);
  unblock();
  expect([await host.restore(), versions()]).toEqual([[], [["http", "1.0.0", true]]]);
});

describe("a folder that cannot be written to", () => {
  test("leaves a connector that was to be removed as it was, and lets it be removed later", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    block();
    await expect(host.remove("@acme/connector")).rejects.toThrow();
    expect([versions(), host.list().length, places().length]).toEqual([[["http", "1.0.0", true]], 1, 1]);
    unblock();
    await host.remove("@acme/connector");
    expect([versions(), host.list(), places(), recorded()]).toEqual([[], [], [], []]);
  });

  test("leaves a connector that was to be disabled enabled", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    block();
    await expect(host.disable("@acme/connector")).rejects.toThrow();
    expect([versions(), host.list()[0]?.isEnabled]).toEqual([[["http", "1.0.0", true]], true]);
  });
});

test("a connector whose provider the host took away itself can be removed", async () => {
  const host = hostHere();
  await host.install({ tarball: await tarball() }, inProcess);
  await center.providers.remove("http", act);
  await host.remove("@acme/connector");
  expect([host.list(), places(), recorded()]).toEqual([[], [], []]);
});

test("an act that is not whole changes nothing, also not what the next start does", async () => {
  const host = hostHere();
  await host.install({ tarball: await tarball() }, inProcess);
  await expect(host.disable("@acme/connector", { ...act, actor: "" })).rejects.toMatchObject({
    code: "INSTRUCTION_INVALID",
  });
  await expect(host.remove("@acme/connector", { ...act, actor: "" })).rejects.toMatchObject({
    code: "INSTRUCTION_INVALID",
  });
  expect([versions(), recorded()]).toMatchObject([[["http", "1.0.0", true]], [{ isEnabled: true }]]);
});

describe("a host that changes something before it has restored", () => {
  test("keeps what was installed before", async () => {
    await hostHere().install({ tarball: await tarball() }, inProcess);
    const host = await restarted();
    const other = await tarball({ packageJson: { name: "@acme/other" } });
    await host.install({ tarball: other }, inProcess);
    await host.remove("@acme/other");
    expect(recorded()).toMatchObject([{ name: "@acme/connector" }]);
    expect(await host.restore()).toEqual([]);
    expect(versions()).toEqual([["http", "1.0.0", true]]);
  });
});

describe("a disabled connector", () => {
  test("is not enabled for a moment by a start", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    await host.disable("@acme/connector");
    const next = await restarted();
    await next.restore();
    expect(versions()).toEqual([["http", "1.0.0", false]]);
    const added = await center.audit.ofHost({ action: "provider-added" });
    expect(added.map(({ details }) => details["enabled"])).toEqual([undefined, false]);
  });

  test("gets a further provider by an upgrade disabled as well", async () => {
    const host = hostHere();
    await host.install({ tarball: await tarball() }, inProcess);
    await host.disable("@acme/connector");
    await host.upgrade({ tarball: await tarball({ version: "2.0.0", id: "http-two" }) });
    expect([versions(), host.list()[0]?.isEnabled]).toEqual([[["http-two", "2.0.0", false]], false]);
  });
});
