import { createHash } from "node:crypto";
import type { IndexedProvider, IndexEntry, MarketIndex } from "../index/market-index.js";
import { CATALOGUE_SCRIPT } from "./catalogue-script.js";
import { CATALOGUE_STYLE } from "./catalogue-style.js";
import { escapeHtml } from "./escape-html.js";

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const regions = new Intl.DisplayNames(["en"], { type: "region" });
const nameOf = (country: string): string => regions.of(country) ?? country;

/**
 * A page to browse an index: one file, nothing loaded, no inline code beside the one script and style that its policy names by hash. Whole without
 * the script, which only hides what does not fit.
 */
export function renderCatalogue({ marketplace, issuedAt, entries }: MarketIndex): string {
  const providers = entries.flatMap((entry) => entry.providers.map((provider) => ({ entry, provider })));
  const channels = unique(providers.flatMap(({ provider }) => provider.channelKinds));
  const countries = unique(providers.flatMap(({ provider }) => provider.countries));
  const policy = `default-src 'none'; script-src ${hashOf(CATALOGUE_SCRIPT)}; style-src ${hashOf(CATALOGUE_STYLE)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(marketplace)}</title>
<style>${CATALOGUE_STYLE}</style>
</head>
<body>
<header><h1>${escapeHtml(marketplace)}</h1>
<p>As of <time datetime="${escapeHtml(issuedAt)}">${escapeHtml(issuedAt.slice(0, 10))}</time>. Levels are computed from the conformance kit's results; what an entry says is checked again, offline, before a package runs.</p></header>
<form role="search" hidden>
<label>Search <input name="text" type="search" autocomplete="off"></label>
<label>Channel <select name="channel"><option value="">any</option>${channels.map((kind) => option(kind, kind)).join("")}</select></label>
<label>Data goes to <select name="country"><option value="">any country</option>${countries.map((code) => option(code, nameOf(code))).join("")}</select></label>
<label class="beside"><input name="only" type="checkbox"> and nowhere else</label>
<label>Level at least <select name="level">${["none", "bronze", "silver", "gold"].map((level) => option(level, level === "none" ? "any" : level)).join("")}</select></label>
<button type="reset">Show all</button>
</form>
<main>
<p role="status">${providers.length} shown</p>
<ul>
${providers.map(({ entry, provider }) => item(entry, provider)).join("\n")}
</ul>
</main>
<script>${CATALOGUE_SCRIPT}</script>
</body>
</html>
`;
}

function item(entry: IndexEntry, provider: IndexedProvider): string {
  const { id, name, seller, sellerCountry, channelKinds, countries, chosenByAccount, tier, examinedBy } = provider;
  const text = `${entry.name} ${entry.description ?? ""} ${entry.publisher} ${id} ${name} ${seller}`.toLowerCase();
  const where = [...countries.map(nameOf), ...(chosenByAccount ? ["where the account's settings say"] : [])].join(", ");
  const facts: readonly (readonly [string, string])[] = [
    ["Package", `${entry.name} ${entry.version}`],
    ["Seller", `${seller}, ${nameOf(sellerCountry)}`],
    ["Channels", channelKinds.join(", ")],
    ["Data goes to", where],
    ["Level", tier === "none" ? "not shown" : `${tier}, examined by the ${examinedBy}`],
  ];
  return `<li data-text="${escapeHtml(text)}" data-channels="${escapeHtml(channelKinds.join(" "))}" data-countries="${escapeHtml(countries.join(" "))}" data-chosen="${String(chosenByAccount)}" data-level="${tier}">
<h2>${escapeHtml(name)}</h2>
${entry.description === undefined ? "" : `<p>${escapeHtml(entry.description)}</p>`}
<dl>${facts.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>
<p><a href="${escapeHtml(encodeURI(entry.listing))}">Signed listing of ${escapeHtml(entry.name)} ${escapeHtml(entry.version)}</a></p>
</li>`;
}

const option = (value: string, label: string): string =>
  `<option value="${escapeHtml(value)}">${escapeHtml(label)}</option>`;
const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
