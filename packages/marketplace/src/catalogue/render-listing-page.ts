import type { IndexEntry } from "../index/market-index.js";
import type { ListedProvider } from "../listing/listing.js";
import type { VerifiedPackage } from "../verify/verify-package.js";
import { channelName } from "./channel-name.js";
import { countryName } from "./country-name.js";
import { dataSection } from "./data-section.js";
import { escapeHtml } from "./escape-html.js";
import { evidenceSection } from "./evidence-section.js";
import { factList } from "./fact-list.js";
import { levelBadge } from "./level-badge.js";
import { listingPagePath } from "./listing-page-path.js";
import { outsideLink } from "./outside-link.js";
import { packageSection } from "./package-section.js";
import { pageShell } from "./page-shell.js";

/**
 * All that a listing says, as a page of its own: seller, documents, countries by operation, sub-processors, permissions, evidence, and which bytes it is
 * about. One file, nothing loaded, no script; it lies at {@link listingPagePath}.
 * @param verified - as `verifyPackage` found it; its files are not needed.
 * @param versions - the market's entries; other versions of the package among them are named.
 */
export function renderListingPage(
  { listing, keyId, tiers }: Pick<VerifiedPackage, "listing" | "keyId" | "tiers">,
  { entry, marketplace, versions }: { entry: IndexEntry; marketplace: string; versions: readonly IndexEntry[] },
): string {
  const { name, version, description } = listing.package;
  const up = "../".repeat(entry.listing.split("/").length - 1);
  const others = versions.filter((one) => one.name === name && one.version !== version);
  const body = `<header>
<p><a href="${up}index.html">${escapeHtml(marketplace)}</a></p>
<h1>${escapeHtml(listing.providers.map(({ manifest }) => manifest.name).join(", "))}</h1>
${description === undefined ? "" : `<p>${escapeHtml(description)}</p>`}
</header>
<main>
${listing.providers.map((one) => providerPart(one, tiers, listing.providers.length > 1)).join("\n")}
<div class="listing">
${packageSection(listing, keyId, { path: `${version}.json`, tarball: `${up}tarballs/${name}/${version}.tgz` })}
${others.length === 0 ? "" : `<section class="wide"><h2>Other versions</h2><ul>${others.map((one) => `<li><a href="${escapeHtml(encodeURI(up + listingPagePath(one)))}">${escapeHtml(one.version)}</a>, listed ${escapeHtml(one.listedAt.slice(0, 10))}</li>`).join("")}</ul></section>`}
</div>
</main>`;
  return pageShell({ title: `${name} ${version} · ${marketplace}`, body });
}

/** @param isNamed - the package has several, so that each says which it is. */
function providerPart(provider: ListedProvider, tiers: VerifiedPackage["tiers"], isNamed: boolean): string {
  const { manifest, permissions } = provider;
  const { seller, documents, channelKinds, accountModes, capabilities } = manifest;
  const verified = tiers.find((one) => one.provider === manifest.id);
  const links = documents.map(
    ({ kind, version, url }) =>
      `<li>${outsideLink(url, kind.replaceAll("-", " "))}, version ${escapeHtml(version)}</li>`,
  );
  const words = capabilities.map((one) => one.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
  return `${isNamed ? `<h2 class="provider">${escapeHtml(manifest.name)}</h2>\n` : ""}<div class="listing">
<section><div class="head"><h2>Who it is from</h2>${levelBadge(verified?.tier ?? "none")}</div>
${factList([
  [
    "Seller",
    escapeHtml([seller.legalName, ...(seller.country === undefined ? [] : [countryName(seller.country)])].join(", ")),
  ],
  ["Website", outsideLink(seller.website, seller.website)],
  ["Help", outsideLink(seller.support, seller.support.replace(/^mailto:/, ""))],
  ["Channels", escapeHtml(channelKinds.map(channelName).join(", "))],
  ["Account", escapeHtml(accountModes.join(" or "))],
  ["Does", escapeHtml(words.join(", "))],
  ["Version", escapeHtml(manifest.version)],
])}
<h3>Documents</h3>${links.length === 0 ? "<p>None: nobody sells a service, the account or the host runs the server itself.</p>" : `<ul>${links.join("")}</ul>`}</section>
<section><h2>What it may do</h2><p>The host's guard lets it do this and nothing else.</p>
<ul>${permissions.map(({ words: one }) => `<li>${escapeHtml(one)}</li>`).join("")}</ul></section>
${dataSection(provider)}
${evidenceSection(provider, verified)}
</div>`;
}
