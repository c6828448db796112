import { type Tier, tierNames } from "../listing/tier-rules.js";
import type { IndexedProvider, IndexEntry, MarketIndex } from "./market-index.js";

/** What to look for; everything given has to fit. */
export interface SearchQuery {
  /** Words that all occur in the names, description, seller or publisher; case does not matter. */
  readonly text?: string;
  readonly channelKind?: string;
  /** Data goes there. */
  readonly country?: string;
  /** Data goes nowhere else, and the account chooses no country itself. */
  readonly onlyCountries?: readonly string[];
  /** This level or a higher one. */
  readonly tier?: Tier;
  readonly capability?: string;
}

export interface SearchHit {
  readonly entry: IndexEntry;
  readonly provider: IndexedProvider;
}

/** Searches in the order of the index. */
export function searchIndex({ entries }: Pick<MarketIndex, "entries">, query: SearchQuery): SearchHit[] {
  const words = (query.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const level = tierNames.indexOf(query.tier ?? "none");
  const hits: SearchHit[] = [];
  for (const entry of entries)
    for (const provider of entry.providers) {
      const { channelKinds, countries, chosenByAccount, tier, capabilities } = provider;
      if (query.channelKind !== undefined && !channelKinds.some((kind) => kind === query.channelKind)) continue;
      if (query.country !== undefined && !countries.includes(query.country)) continue;
      if (query.onlyCountries !== undefined) {
        if (chosenByAccount || !countries.every((one) => query.onlyCountries?.includes(one))) continue;
      }
      if (tierNames.indexOf(tier) < level) continue;
      if (query.capability !== undefined && !capabilities.includes(query.capability)) continue;
      if (words.length > 0 && !hasWords(entry, provider, words)) continue;
      hits.push({ entry, provider });
    }
  return hits;
}

function hasWords(entry: IndexEntry, { id, name, seller }: IndexedProvider, words: readonly string[]): boolean {
  const text = `${entry.name} ${entry.description ?? ""} ${entry.publisher} ${id} ${name} ${seller}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
