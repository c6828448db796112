import type { IndexEntry } from "../index/market-index.js";

/** Where the page of a listing lies in a market's folder: beside the signed listing itself. */
export function listingPagePath({ listing }: Pick<IndexEntry, "listing">): string {
  return listing.replace(/\.json$/, ".html");
}
