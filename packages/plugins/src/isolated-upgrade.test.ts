import { readdirSync, readFileSync } from "node:fs";
import { type ContactCenter, createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { connectorTarball, type PackageChanges, temporaryFolder } from "./__fixtures__/connector-package.js";
import { type HeldServer, startHeldServer } from "./__fixtures__/held-server.js";
import { isolateFromSource } from "./__fixtures__/isolate-from-source.js";
import { Plugins } from "./plugins.js";

const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
/** A busy machine is no endless loop. */
const limits = { startTimeoutMs: 30_000, busyTimeoutMs: 20_000 };
const patience = { timeout: 30_000, interval: 20 };
const current = { apiKey: "k".repeat(20), webhookSecret: `whsec_${"A".repeat(32)}` };

let center: ContactCenter;
let host: Plugins;
let folder: string;
let server: HeldServer;

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startHeldServer();
  center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    secrets: { resolve: () => Promise.resolve({ current }) },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const options = { providers: center.providers, folder, verification: { unverified: "packages of the tests" } };
  host = new Plugins(options, await isolateFromSource());
  onTestFinished(async () => {
    server.release();
    await center.close({ graceMs: 0 });
    host.close();
  });
  await host.install({ tarball: await connectorTarball() }, { limits });
  const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
  const channel = { accountId: "acme", channelId: "c1", providerId: "http", settings, secret: "s" };
  const shown = center.channels.disclosure("http", settings);
  const instruction = { ...channel, shown, instructed: act, termsAccepted: act };
  expect(await center.channels.activate({ ...instruction, residency: { zones: ["EEA"] } })).toMatchObject({
    activated: true,
  });
}, 60_000);

const send = (text: string) =>
  center.send({
    accountId: "acme",
    channelId: "c1",
    recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
    content: { type: "text", text },
  });

async function accepted(text: string): Promise<string> {
  const result = await send(text);
  if (!result.accepted) throw new Error(result.refusal.code);
  return result.messageId;
}

/** Which version carried it. */
async function carriedBy(messageId: string): Promise<string | undefined> {
  const status = await center.messages.settled("acme", messageId);
  return status?.providerMessageId?.split(":")[0];
}

/** Processes that may read this version's files: the connector's own. */
function processesOf(version: string): readonly string[] {
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      const [program, ...parameters] = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
      const isNode = program !== "unshare";
      return isNode && parameters.some((one) => one.includes(`${folder}/@acme+connector-${version}`));
    } catch {
      // Gone meanwhile.
      return false;
    }
  });
}
const placesOf = () => readdirSync(folder).filter((name) => name.startsWith("@acme"));
const upgrade = async (changes: PackageChanges) => host.upgrade({ tarball: await connectorTarball(changes) });

test("an upgrade lets what is under way end in the old version's process, which goes then, and sends what comes with the new", async () => {
  server.hold();
  const first = await accepted("under way");
  await vi.waitFor(() => expect(server.texts).toEqual(["under way"]), patience);
  const upgrading = upgrade({ version: "2.0.0" });
  await vi.waitFor(() => expect(processesOf("2.0.0")).toHaveLength(1), patience);
  const second = await accepted("after");
  await vi.waitFor(() => expect(server.texts).toEqual(["under way", "after"]), patience);
  expect(processesOf("1.0.0")).toHaveLength(1);
  server.release();
  await upgrading;
  expect([await carriedBy(first), await carriedBy(second)]).toEqual(["1.0.0", "2.0.0"]);
  await vi.waitFor(() => expect(processesOf("1.0.0")).toEqual([]), patience);
  expect([server.texts, placesOf()]).toEqual([["under way", "after"], [expect.stringContaining("2.0.0")]]);
}, 90_000);

test("an upgrade whose channel cannot be opened leaves the old version's process as it was, and nothing of the new", async () => {
  await carriedBy(await accepted("before"));
  const processes = processesOf("1.0.0");
  const failure: unknown = await upgrade({ version: "2.0.0", failsToOpen: true }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "PROVIDER_OPEN_FAILED" });
  expect(JSON.stringify(failure)).not.toContain("canary");
  expect([await carriedBy(await accepted("after")), processesOf("1.0.0")]).toEqual(["1.0.0", processes]);
  await vi.waitFor(() => expect(processesOf("2.0.0")).toEqual([]), patience);
  expect([host.list()[0]?.version, placesOf()]).toEqual(["1.0.0", [expect.stringContaining("1.0.0")]]);
}, 90_000);

test("an upgrade that ends before its connector is loaded leaves the old version's process as it was", async () => {
  await carriedBy(await accepted("before"));
  const processes = processesOf("1.0.0");
  await expect(upgrade({ version: "2.0.0", code: 'throw new RangeError("secret-canary");' })).rejects.toBeDefined();
  expect([await carriedBy(await accepted("after")), processesOf("1.0.0")]).toEqual(["1.0.0", processes]);
  expect([host.list()[0]?.version, placesOf()]).toEqual(["1.0.0", [expect.stringContaining("1.0.0")]]);
}, 90_000);

test("an upgrade that reaches further runs no line of the new version until its terms are accepted anew", async () => {
  await carriedBy(await accepted("before"));
  await upgrade({ version: "2.0.0", termsVersion: "2" });
  expect(await send("refused")).toMatchObject({ accepted: false, refusal: { code: "TERMS_OUTDATED" } });
  await vi.waitFor(() => expect([...processesOf("1.0.0"), ...processesOf("2.0.0")]).toEqual([]), patience);
  const accept = async () => {
    const shown = center.channels.disclosure("http", { baseUrl: server.baseUrl, countries: ["DE"] });
    await center.channels.acceptTerms("acme", "c1", act, { shown });
  };
  await accept();
  expect(await carriedBy(await accepted("after"))).toBe("2.0.0");
  // Named beside the manifest, as `plugboard pack` writes them.
  const subProcessors = [{ name: "Cloud SE", country: "DE", purpose: "backups" }];
  await upgrade({ version: "2.0.1", termsVersion: "2", subProcessors });
  expect(await send("refused")).toMatchObject({ accepted: false, refusal: { code: "DISCLOSURE_WIDENED" } });
  await accept();
  expect(await carriedBy(await accepted("with the new one"))).toBe("2.0.1");
}, 90_000);
