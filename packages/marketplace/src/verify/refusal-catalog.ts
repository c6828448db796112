/** Every reason for which a package is refused: what happened, and what to do. A reason without a remedy cannot exist. */
export const refusalCatalog = {
  LISTING_UNREADABLE: {
    meaning: "the listing is not a signed listing",
    remedy: "download it again; if that does not help, ask the publisher",
  },
  SIGNATURE_INVALID: {
    meaning: "the signature is not the key's: the document was changed after it was signed",
    remedy: "do not use it; download it again from the publisher's own place",
  },
  KEY_UNKNOWN: {
    meaning: "it is signed with a key that is not trusted",
    remedy: "if you trust this publisher, add its key to your trust file after you compared it over another way",
  },
  KEY_EXPIRED: {
    meaning: "the key had expired",
    remedy: "ask the publisher for a listing signed with its present key",
  },
  KEY_NOT_YET_VALID: { meaning: "the key does not count yet", remedy: "check this machine's clock" },
  KEY_REVOKED: {
    meaning: "the key was revoked",
    remedy: "stop using packages signed with it; ask the publisher for a listing signed with its present key",
  },
  PUBLISHER_WRONG: {
    meaning: "the package belongs to another publisher than the one that signed it",
    remedy: "do not use it; it may be an imitation",
  },
  PACKAGE_REVOKED: {
    meaning: "this version was revoked",
    remedy: "install a version that was not; the revocation list says why",
  },
  VERSION_DOWNGRADED: {
    meaning: "a newer version of this package is installed already",
    remedy: "install a newer version, or allow the older one by name if you mean it",
  },
  INTEGRITY_MISMATCH: {
    meaning: "the tarball is not the one that was signed",
    remedy: "do not use it; download it again",
  },
  ARCHIVE_UNSAFE: { meaning: "the package holds what no connector needs", remedy: "do not use it; tell the publisher" },
  FILES_DIFFER: {
    meaning: "the files are not those that were signed",
    remedy: "do not use it; install it again from a tarball that verifies",
  },
  PACKAGE_JSON_INVALID: {
    meaning: "its package.json is not one of a connector, or names another package",
    remedy: "ask the publisher to pack it with `plugboard pack`",
  },
  MANIFEST_DIFFERS: {
    meaning: "the manifest in the package is missing or not the one that was signed",
    remedy: "ask the publisher to pack and publish it again",
  },
  CLAIMS_DIFFER: {
    meaning: "permissions or countries of the listing are not those of its manifest",
    remedy: "do not use it; the listing shows less, or other, than the code may do",
  },
  INSTALL_SCRIPT: {
    meaning: "it would run a script when it is installed",
    remedy: "ask the publisher for a version without install scripts",
  },
  ENGINE_UNFIT: { meaning: "it needs another version of Node", remedy: "run the host under the version it names" },
  CORE_UNFIT: {
    meaning: "it was written for another version of @plugboard/core",
    remedy: "install a version of it for this core, or upgrade core",
  },
  CONTRACT_UNFIT: {
    meaning: "it was written for another version of the provider contract",
    remedy: "install a version of it for this contract, or upgrade @plugboard/core and what reads packages",
  },
  REVOCATIONS_MISSING: {
    meaning: "there is no revocation list to check against",
    remedy: "download revocations.json from the marketplace, or set needsRevocations to false if there is none",
  },
  REVOCATIONS_INVALID: {
    meaning: "the revocation list is not signed by the marketplace",
    remedy: "download it again from the marketplace",
  },
  REVOCATIONS_STALE: {
    meaning: "the revocation list has expired, or is older than one seen before",
    remedy: "download the present revocations.json",
  },
  INDEX_INVALID: {
    meaning: "the index is not signed by the marketplace",
    remedy: "download it again from the marketplace",
  },
  INDEX_STALE: {
    meaning: "the index has expired, or is older than one seen before",
    remedy: "download the present index.json",
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>;

export type RefusalCode = keyof typeof refusalCatalog;
