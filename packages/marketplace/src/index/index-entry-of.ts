import { sha256 } from "../files/sha256.js";
import type { VerifiedPackage } from "../verify/verify-package.js";
import type { IndexEntry } from "./market-index.js";

/**
 * The entry of a package the marketplace itself has verified: nothing gets into an index that {@link verifyPackage} refuses.
 * @param listing - text of the signed listing, as it will be served.
 * @param listedAtMs - milliseconds since the epoch.
 */
export function indexEntryOf(verified: VerifiedPackage, listing: string, listedAtMs: number): IndexEntry {
  const { name, version, description, integrity } = verified.listing.package;
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    publisher: verified.listing.publisher.id,
    integrity,
    listing: `listings/${name}/${version}.json`,
    listingSha256: sha256(listing),
    listedAt: new Date(listedAtMs).toISOString(),
    providers: verified.listing.providers.map(({ manifest, dataCountries }) => {
      const shown = verified.tiers.find(({ provider }) => provider === manifest.id);
      return {
        id: manifest.id,
        name: manifest.name,
        channelKinds: manifest.channelKinds,
        capabilities: manifest.capabilities,
        seller: manifest.seller.legalName,
        ...(manifest.seller.country === undefined ? {} : { sellerCountry: manifest.seller.country }),
        ...dataCountries,
        tier: shown?.tier ?? "none",
        examinedBy: shown?.examinedBy ?? "publisher",
      };
    }),
  };
}
