import type { MarketIndex } from "../index/market-index.js";
import { catalogueCard } from "./catalogue-card.js";
import { CATALOGUE_SCRIPT } from "./catalogue-script.js";
import { channelName } from "./channel-name.js";
import { countryName } from "./country-name.js";
import { escapeHtml } from "./escape-html.js";
import { levelBadge, levelMeanings } from "./level-badge.js";
import { newestEntries } from "./newest-entries.js";
import { pageShell } from "./page-shell.js";

export interface CatalogueOptions {
  /** The pages of {@link renderListingPage} lie beside the listings; names lead to the signed listings themselves otherwise. */
  readonly hasListingPages?: boolean;
  /** Countries that data may stay within, offered by name beside the countries: `{ "the EEA": ["AT", …] }`. */
  readonly zones?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A page to browse an index, with the newest version of each package: one file, nothing loaded, no inline code beside the one script and style that its
 * policy names by hash. Whole without the script, which only orders, and hides what does not fit.
 */
export function renderCatalogue(
  { marketplace, issuedAt, expiresAt, entries }: MarketIndex,
  { hasListingPages = false, zones = {} }: CatalogueOptions = {},
): string {
  const providers = newestEntries(entries).flatMap((entry) => entry.providers.map((provider) => ({ entry, provider })));
  const channels = unique(providers.flatMap(({ provider }) => provider.channelKinds));
  const countries = unique(providers.flatMap(({ provider }) => provider.countries)).map(
    (code) => [code, countryName(code)] as const,
  );
  const count = `${providers.length} ${providers.length === 1 ? "provider" : "providers"}`;
  const body = `<a class="skip" href="#list">To the list</a>
<header>
<h1>${escapeHtml(marketplace)}</h1>
<p>${count}, each signed by its publisher. As of ${day(issuedAt)}, good until ${day(expiresAt)}. What an entry says is checked again, offline, before a line of a package runs.</p>
<details><summary>What the levels mean</summary>
<p>Computed from the conformance kit's results for exactly these bytes, never declared.</p>
<dl class="levels">${(["bronze", "silver", "gold", "none"] as const).map((level) => `<div><dt>${levelBadge(level)}</dt><dd>${levelMeanings[level]}</dd></div>`).join("")}</dl>
</details>
</header>
<form id="filters" role="search" aria-label="Providers" hidden>
<label class="wide">Search <input name="text" type="search" autocomplete="off" placeholder="name, seller, package"></label>
<label>Channel <select name="channel">${option("", "any")}${channels.map((kind) => option(kind, channelName(kind))).join("")}</select></label>
<label>Data goes to <select name="country">${option("", "any")}${Object.entries(zones)
    .map(([name, members]) => option(`only:${members.join(" ")}`, `only within ${name}`))
    .join("")}${countries.map(([code, name]) => option(code, name)).join("")}</select></label>
<label>Level at least <select name="level">${option("none", "any")}${["bronze", "silver", "gold"].map((level) => option(level, level)).join("")}</select></label>
<label>Sorted by <select name="sort">${option("name", "name")}${option("level", "level")}${option("listed", "newest")}</select></label>
<label class="beside"><input name="only" type="checkbox"> and nowhere else</label>
<button type="reset">Show all</button>
</form>
<main id="list" tabindex="-1">
<p role="status">${providers.length} shown</p>
${providers.length === 0 ? `<p class="nothing">Nothing is listed yet. A publisher adds a connector with <code>plugboard publish</code>; the market takes it in with <code>plugboard catalogue</code>.</p>` : ""}
<p class="nothing" id="nothing" hidden>Nothing fits all of this. Take a filter away, or <button type="reset" form="filters">show everything</button>.</p>
<ul class="cards">
${providers.map(({ entry, provider }) => catalogueCard(entry, provider, hasListingPages)).join("\n")}
</ul>
</main>${hasListingPages ? `\n<footer><p>Made of the signed <a href="index.json">index</a> and the listings beside it, which programs read.</p></footer>` : ""}`;
  return pageShell({ title: marketplace, body, script: CATALOGUE_SCRIPT });
}

const day = (instant: string): string =>
  `<time datetime="${escapeHtml(instant)}">${escapeHtml(instant.slice(0, 10))}</time>`;
const option = (value: string, label: string): string =>
  `<option value="${escapeHtml(value)}">${escapeHtml(label)}</option>`;
const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
