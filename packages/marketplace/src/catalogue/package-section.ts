import type { Listing } from "../listing/listing.js";
import { escapeHtml } from "./escape-html.js";
import { factList } from "./fact-list.js";
import { outsideLink } from "./outside-link.js";

/** Which bytes these are, who signed them, and how to check that. */
export function packageSection(
  listing: Listing,
  keyId: string,
  { path, tarball }: { path: string; tarball: string },
): string {
  const { name, version, license, integrity, sizeBytes, files, dependencies } = listing.package;
  const { provenance } = listing;
  const beside = Object.entries(dependencies).map(([one, range]) => `${escapeHtml(one)} ${escapeHtml(range)}`);
  const link = (address: string, text: string): string => `<a href="${escapeHtml(encodeURI(address))}">${text}</a>`;
  return `<section class="wide"><h2>Package</h2>
${factList([
  ["Name", `<code>${escapeHtml(name)}</code> ${escapeHtml(version)}`],
  ["Publisher", `${escapeHtml(listing.publisher.name)} (${escapeHtml(listing.publisher.id)})`],
  ["Signed by", `<code>${escapeHtml(keyId)}</code>, ${escapeHtml(listing.publishedAt.slice(0, 10))}`],
  ["Licence", escapeHtml(license ?? "not said")],
  ["Contents", `${files.length} files, ${Math.ceil(sizeBytes / 1_024)} kB, every one signed`],
  ["Integrity", `<code>${escapeHtml(integrity)}</code>`],
  ["Beside it", beside.length === 0 ? "nothing is installed beside it" : `${beside.join(", ")} (not signed)`],
  [
    "Built from",
    provenance === undefined
      ? undefined
      : `${outsideLink(provenance.sourceRepository, provenance.sourceRepository)}, <code>${escapeHtml(provenance.commit)}</code> (recorded, not proved)`,
  ],
  ["Files", `${link(path, "signed listing")}, ${link(tarball, "tarball")}`],
])}
<h3>Check it yourself, offline</h3>
<pre><code>plugboard verify ${escapeHtml(tarball.split("/").at(-1) ?? "")} --listing ${escapeHtml(path)} --trust trust.json</code></pre></section>`;
}
