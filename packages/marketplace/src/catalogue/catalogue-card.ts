import type { IndexedProvider, IndexEntry } from "../index/market-index.js";
import { channelName } from "./channel-name.js";
import { countryName } from "./country-name.js";
import { escapeHtml } from "./escape-html.js";
import { levelBadge } from "./level-badge.js";
import { listingPagePath } from "./listing-page-path.js";

/** More countries than these are counted, not named: the page of the listing has them all. */
const NAMED = 4;

/** One provider in the catalogue, with what the page's script looks for. */
export function catalogueCard(entry: IndexEntry, provider: IndexedProvider, hasListingPages: boolean): string {
  const { id, name, seller, sellerCountry, channelKinds, countries, chosenByAccount, tier, examinedBy } = provider;
  const text = `${entry.name} ${entry.description ?? ""} ${entry.publisher} ${id} ${name} ${seller}`.toLowerCase();
  const data: Readonly<Record<string, string>> = {
    text,
    name: name.toLowerCase(),
    channels: channelKinds.join(" "),
    countries: countries.join(" "),
    chosen: String(chosenByAccount),
    level: tier,
    listed: entry.listedAt,
  };
  const attributes = Object.entries(data).map(([key, value]) => ` data-${key}="${escapeHtml(value)}"`);
  const address = hasListingPages ? listingPagePath(entry) : entry.listing;
  const facts: readonly (readonly [string, string])[] = [
    ["Seller", sellerCountry === undefined ? seller : `${seller}, ${countryName(sellerCountry)}`],
    ["Data goes to", whereOf(countries, chosenByAccount)],
    ["Examined by", tier === "none" ? "nobody" : `the ${examinedBy}`],
    ["Package", `${entry.name} ${entry.version}`],
  ];
  return `<li class="card"${attributes.join("")}>
<div class="head"><h2><a href="${escapeHtml(encodeURI(address))}">${escapeHtml(name)}</a></h2>${levelBadge(tier)}</div>
${entry.description === undefined ? "" : `<p class="about">${escapeHtml(entry.description)}</p>`}
<ul class="channels" aria-label="Carries">${channelKinds.map((kind) => `<li>${escapeHtml(channelName(kind))}</li>`).join("")}</ul>
<dl>${facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${escapeHtml(value)}</dd></div>`).join("")}</dl>
</li>`;
}

function whereOf(countries: readonly string[], chosenByAccount: boolean): string {
  const named = countries.slice(0, NAMED).map(countryName);
  const more = countries.length > NAMED ? [`${countries.length - NAMED} more`] : [];
  return [...named, ...more, ...(chosenByAccount ? ["where the account's settings say"] : [])].join(", ");
}
