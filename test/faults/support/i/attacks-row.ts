import { gzipSync } from "node:zlib";
import { integrityOf, type Listing, packTarball, type VerifyOptions } from "@plugboard/marketplace";
import type { FaultRow } from "../../fault-row.js";
import { runConnector } from "./run-connector.js";
import { connectorFiles, NOW_MS, revocations, type SignedConnector, signedConnector } from "./signed-connector.js";
import { tarEntries } from "./tar-entries.js";

interface Attack {
  readonly tarball?: Uint8Array;
  readonly options?: Partial<VerifyOptions>;
}

const DAY_MS = 86_400_000;
const at = new Date(NOW_MS).toISOString();

/** Archives that a publisher with a good key signed: the signature fits, what is in them does not. */
function signedArchives(connector: SignedConnector): Record<string, Attack> {
  const sign = (tarball: Uint8Array): Attack => ({
    tarball,
    options: {
      listing: connector.resign((listing: Listing) => ({
        ...listing,
        package: { ...listing.package, integrity: integrityOf(tarball) },
      })),
    },
  });
  const own = [...connectorFiles()].map(([path, bytes]) => ({ name: `package/${path}`, content: bytes }));
  const withEntry = (entry: Parameters<typeof tarEntries>[0][number]): Attack =>
    sign(gzipSync(tarEntries([...own, entry])));
  return {
    "symbolic link": withEntry({ name: "package/dist/a.js", type: "symlink", linkname: "/etc/passwd" }),
    "hard link": withEntry({ name: "package/dist/a.js", type: "link", linkname: "package/dist/index.js" }),
    "path that climbs": withEntry({ name: "package/../../a.js", content: Buffer.from("x") }),
    "absolute path": withEntry({ name: "/tmp/a.js", content: Buffer.from("x") }),
    "same file twice": withEntry({ name: "package/dist/index.js", content: Buffer.from("export {};") }),
    "file that is not listed": withEntry({ name: "package/dist/b.js", content: Buffer.from("x") }),
    bomb: sign(gzipSync(Buffer.alloc(300 * 1_048_576))),
  };
}

/** The same package and other papers. */
function otherPapers({ options, resign, keyIds }: SignedConnector): Record<string, Attack> {
  const same = (listing: Listing): Listing => listing;
  const { publishers = [] } = options.trust;
  const { revocations: _none, ...withoutList } = options;
  return {
    unsigned: { options: { listing: JSON.stringify({ payload: "" }) } },
    "signed by a stranger": { options: { listing: resign(same, "stranger") } },
    "signed by the marketplace": { options: { listing: resign(same, "marketplace") } },
    "wrong publisher": {
      options: {
        trust: { ...options.trust, publishers: publishers.map((one) => ({ ...one, packages: ["@other/*"] })) },
      },
    },
    "another publisher's name": {
      options: { listing: resign((listing) => ({ ...listing, publisher: { id: "acme", name: "Acme" } })) },
    },
    "downgraded version": { options: { installedVersion: "1.3.0" } },
    "expired key": {
      options: { nowMs: NOW_MS + 301 * DAY_MS, trust: { ...withoutList.trust, needsRevocations: false } },
    },
    "revoked key": {
      options: {
        revocations: revocations({ keys: [{ keyId: keyIds.publisher, revokedAt: at, reason: "stolen" }] }),
      },
    },
    "revoked version": {
      options: {
        revocations: revocations({
          packages: [{ name: "@post/provider-post-sms", versions: "1.x", revokedAt: at, reason: "leak" }],
        }),
      },
    },
    "revocation list of a stranger": { options: { revocations: revocations({}, "stranger") } },
    "revocation list played back": { options: { minimumSequence: 8 } },
    "fewer permissions than the manifest": {
      options: {
        listing: resign((listing) => ({
          ...listing,
          providers: listing.providers.map((one) => ({ ...one, permissions: [] })),
        })),
      },
    },
    "another core": { options: { environment: { core: "0.2.0" } } },
  };
}

export const attacksRow: FaultRow = {
  row: "I2",
  provider: "attacks",
  title: "links, paths that leave, wrong publisher, downgrade, expired and revoked keys: refused before a line runs",
  async run({ mutant, report }) {
    const connector = await signedConnector();
    const script = JSON.stringify({
      ...(JSON.parse(Buffer.from(connectorFiles().get("package.json") ?? []).toString("utf8")) as object),
      scripts: { postinstall: "node dist/index.js" },
    });
    const attacks: Record<string, Attack> = {
      ...signedArchives(connector),
      ...otherPapers(connector),
      "install script": { tarball: await packTarball(connectorFiles({ "package.json": script })) },
    };
    let letIn = 0;
    for (const [name, { tarball = connector.tarball, options }] of Object.entries(attacks)) {
      const run = await runConnector(tarball, { ...connector.options, ...options }, mutant);
      if (run.refused && !run.ran) continue;
      letIn += 1;
      report(`let in: ${name}`);
    }
    const whole = await runConnector(connector.tarball, connector.options, mutant);
    return { tried: Object.keys(attacks).length, lost: whole.ran ? 0 : 1, duplicated: 0, letIn };
  },
};
