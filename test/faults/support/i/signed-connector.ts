import {
  createListing,
  createSigningKey,
  type Listing,
  packTarball,
  type RevocationList,
  signPayload,
  type VerifyOptions,
} from "@plugboard/marketplace";

export const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
const valid = { fromMs: NOW_MS - 30 * DAY_MS, untilMs: NOW_MS + 300 * DAY_MS };
const keys = {
  publisher: createSigningKey(valid),
  stranger: createSigningKey(valid),
  marketplace: createSigningKey(valid),
};

/** Where a connector that runs leaves a mark. */
export const MARK = "plugboard-fault-i-ran";
const CODE = `globalThis[${JSON.stringify(MARK)}] = (globalThis[${JSON.stringify(MARK)}] ?? 0) + 1;\nexport const postSms = {};\n`;

const residency = {
  processing: { countries: ["DE"], source: "https://postsms.example/legal/dpa", readOn: "2026-11-20" },
};
const manifest = {
  id: "post-sms",
  name: "Post SMS",
  version: "1.2.0",
  specificationVersion: "v1",
  coreRange: "^0.1.0",
  channelKinds: ["sms"],
  seller: {
    legalName: "Post SMS GmbH",
    country: "DE",
    website: "https://postsms.example",
    support: "mailto:help@postsms.example",
  },
  documents: [],
  accountModes: ["own"],
  capabilities: [],
  endpoints: [{ id: "api", url: "https://api.postsms.example/v1" }],
  operations: [{ id: "check-token", endpoints: ["api"], personalData: [], residency }],
  settings: { type: "object" },
  credentials: { type: "object" },
};
const packageJson = {
  name: "@post/provider-post-sms",
  version: "1.2.0",
  type: "module",
  engines: { node: ">=20.19" },
  exports: "./dist/index.js",
  plugboard: { manifest: "./dist/plugboard.json" },
};

/** Files of a connector that leaves a mark when a line of it runs. */
export function connectorFiles(changes: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> {
  const files = {
    "package.json": JSON.stringify(packageJson),
    "dist/plugboard.json": JSON.stringify({
      formatVersion: 1,
      providers: [{ entry: ".", exportName: "postSms", manifest }],
    }),
    "dist/index.js": CODE,
    ...changes,
  };
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

export function revocations(changes: Partial<RevocationList> = {}, key: keyof typeof keys = "marketplace"): string {
  const list: RevocationList = {
    formatVersion: 1,
    sequence: 7,
    issuedAt: new Date(NOW_MS - DAY_MS).toISOString(),
    expiresAt: new Date(NOW_MS + DAY_MS).toISOString(),
    keys: [],
    packages: [],
    ...changes,
  };
  return signPayload("revocations", list, keys[key].privateKeyPem);
}

export interface SignedConnector {
  readonly tarball: Uint8Array;
  readonly listing: Listing;
  readonly options: VerifyOptions;
  readonly keyIds: Readonly<Record<keyof typeof keys, string>>;
  /** The listing, changed, with a signature of this key. */
  resign(change: (listing: Listing) => Listing, key?: keyof typeof keys): string;
}

/** A connector that verifies. */
export async function signedConnector(): Promise<SignedConnector> {
  const tarball = await packTarball(connectorFiles());
  const publisher = { id: "post", name: "Post SMS GmbH" };
  const listing = await createListing(tarball, { publisher, nowMs: NOW_MS - DAY_MS });
  const resign = (change: (listing: Listing) => Listing, key: keyof typeof keys = "publisher"): string =>
    signPayload("listing", change(listing), keys[key].privateKeyPem);
  return {
    tarball,
    listing,
    keyIds: {
      publisher: keys.publisher.record.keyId,
      stranger: keys.stranger.record.keyId,
      marketplace: keys.marketplace.record.keyId,
    },
    resign,
    options: {
      listing: resign((same) => same),
      trust: {
        publishers: [{ id: "post", packages: ["@post/*"], keys: [keys.publisher.record] }],
        marketplaceKeys: [keys.marketplace.record],
      },
      revocations: revocations(),
      environment: { node: "20.19.0", core: "0.1.0" },
      nowMs: NOW_MS,
    },
  };
}
