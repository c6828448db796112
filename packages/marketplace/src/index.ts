export { type SubProcessor, subProcessorSchema } from "@plugboard/core/spec";
export { listingPagePath } from "./catalogue/listing-page-path.js";
export { type CatalogueOptions, renderCatalogue } from "./catalogue/render-catalogue.js";
export { renderListingPage } from "./catalogue/render-listing-page.js";
export { ARCHIVE_LIMITS, type ArchiveLimits } from "./files/archive-limits.js";
export { ArchiveProblem } from "./files/archive-problem.js";
export { fileListSchema, listedFileSchema, type ListedFile } from "./files/file-list.js";
export { integrityOf, integritySchema } from "./files/integrity.js";
export { listFiles } from "./files/list-files.js";
export { packTarball } from "./files/pack-tarball.js";
export { readFolder } from "./files/read-folder.js";
export { readTarball } from "./files/read-tarball.js";
export { syncFolder } from "./files/sync-folder.js";
export { writeFiles } from "./files/write-files.js";
export { indexEntryOf } from "./index/index-entry-of.js";
export { isListedAs } from "./index/is-listed-as.js";
export {
  type IndexedProvider,
  indexedProviderSchema,
  type IndexEntry,
  indexEntrySchema,
  type MarketIndex,
  marketIndexSchema,
} from "./index/market-index.js";
export { readIndex } from "./index/read-index.js";
export { type SearchHit, searchIndex, type SearchQuery } from "./index/search-index.js";
export { type ComputedTier, computeTier } from "./listing/compute-tier.js";
export { createListing, type CreateListingOptions } from "./listing/create-listing.js";
export { type Evidence, evidenceSchema } from "./listing/evidence.js";
export {
  type ListedProvider,
  listedProviderSchema,
  type Listing,
  listingSchema,
  type Provenance,
  provenanceSchema,
} from "./listing/listing.js";
export { ListingProblem } from "./listing/listing-problem.js";
export { type Tier, tierNames } from "./listing/tier-rules.js";
export { isCoreFit } from "./manifest/is-core-fit.js";
export { isVersionRange } from "./manifest/is-version-range.js";
export { countriesOf, type DataCountries, dataCountriesSchema } from "./manifest/countries.js";
export { type PackageJson, packageJsonSchema, packageNameSchema, semverSchema } from "./manifest/package-json.js";
export {
  type PackagedProvider,
  packagedProviderSchema,
  type PackageManifest,
  packageManifestSchema,
} from "./manifest/package-manifest.js";
export { type Permission, permissionSchema, permissionsOf } from "./manifest/permissions.js";
export { type UnfitContract, unfitContracts } from "./manifest/unfit-contracts.js";
export { CONNECTOR_KEYWORD, type PlugboardField, plugboardFieldSchema } from "./manifest/plugboard-field.js";
export { createSigningKey, type SigningKey } from "./signing/create-signing-key.js";
export { type PayloadKind } from "./signing/envelope.js";
export { type KeyRecord, keyRecordSchema } from "./signing/key-record.js";
export { signPayload } from "./signing/sign-payload.js";
export { type RevocationList, revocationListSchema } from "./trust/revocation-list.js";
export { readTrust } from "./trust/read-trust.js";
export { type Trust, type TrustInput, trustSchema } from "./trust/trust.js";
export { readRevocations } from "./verify/read-revocations.js";
export { type Refusal } from "./verify/refusal.js";
export { type RefusalCode, refusalCatalog } from "./verify/refusal-catalog.js";
export { verifyDocument } from "./verify/verify-document.js";
export { type VerifiedListing, verifyListing } from "./verify/verify-listing.js";
export { type VerifyOptions } from "./verify/verify-options.js";
export {
  type RefusedPackage,
  type Verification,
  type VerifiedPackage,
  type VerifiedTier,
  verifyPackage,
} from "./verify/verify-package.js";
