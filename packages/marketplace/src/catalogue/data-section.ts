import { type ProviderManifest, residencyFacetNames } from "@plugboard/core/spec";
import type { ListedProvider } from "../listing/listing.js";
import { countryName } from "./country-name.js";
import { escapeHtml } from "./escape-html.js";
import { outsideLink } from "./outside-link.js";

type Operation = ProviderManifest["operations"][number];
const FACETS = { inTransit: "on its way", processing: "processed", atRest: "stored", callbacks: "called back from" };

/** Which data goes where, by what document, and to whom it is passed on (R13, R17). */
export function dataSection({ manifest, dataCountries, subProcessors }: ListedProvider): string {
  const all = [
    ...dataCountries.countries.map(countryName),
    ...(dataCountries.chosenByAccount ? ["where the account's settings say"] : []),
  ].join(", ");
  const rows = manifest.operations.map(
    (operation) =>
      `<li><code>${escapeHtml(operation.id)}</code> carries ${escapeHtml(operation.personalData.join(", ").replaceAll("-", " ") || "nobody's data")}${placesOf(operation)}</li>`,
  );
  return `<section class="wide"><h2>Where data goes</h2>
<p>${escapeHtml(all.slice(0, 1).toUpperCase() + all.slice(1))}.</p>
<h3>By operation</h3>
<ul class="operations">${rows.join("")}</ul>
<h3>Passed on to</h3>
${passedOnTo(manifest, subProcessors ?? manifest.subProcessors)}</section>`;
}

/** Facets that say the same are one line. */
function placesOf({ residency }: Operation): string {
  const lines = new Map<string, string[]>();
  for (const name of residencyFacetNames) {
    const facet = residency[name];
    if (facet === undefined) continue;
    const { countries, safeguard, source, readOn, note } = facet;
    const where = Array.isArray(countries) ? countries.map(countryName).join(", ") : "where the account's settings say";
    const by = source === "account-settings" ? "the account's settings" : outsideLink(source, "document");
    const line = [
      `: ${escapeHtml(where)}`,
      ...(safeguard === "none" ? [] : [`; ${escapeHtml(safeguard.replaceAll("-", " "))}`]),
      ` (${by}, read ${escapeHtml(readOn)})`,
      ...(note === undefined ? [] : [`; ${escapeHtml(note)}`]),
    ].join("");
    lines.set(line, [...(lines.get(line) ?? []), FACETS[name]]);
  }
  return [...lines].map(([line, facets]) => `<div>${facets.join(", ")}${line}</div>`).join("");
}

function passedOnTo({ documents }: ProviderManifest, named: ListedProvider["subProcessors"]): string {
  if (named !== undefined && named.length > 0)
    return `<ul>${named.map(({ name, country, purpose }) => `<li>${escapeHtml(name)}, ${escapeHtml(countryName(country))}: ${escapeHtml(purpose)}</li>`).join("")}</ul>`;
  if (named !== undefined) return "<p>Nobody, says the publisher.</p>";
  const document = documents.find(({ kind }) => kind === "sub-processors");
  return document === undefined
    ? "<p>The publisher says nothing of sub-processors.</p>"
    : `<p>See ${outsideLink(document.url, "the provider's own list")} (version ${escapeHtml(document.version)}).</p>`;
}
