import type { ProviderManifest } from "@plugboard/core/spec";
import { residencyFacetNames } from "@plugboard/core/spec";
import type { DocumentedProvider } from "./documented-provider.js";
import { headingAnchor } from "./heading-anchor.js";
import { cell, code, table } from "./markdown.js";
import { GENERATED_NOTE, type ReferencePage } from "./reference-page.js";

type Operation = ProviderManifest["operations"][number];
type Facet = NonNullable<Operation["residency"]["processing"]>;

const FACETS: Readonly<Record<(typeof residencyFacetNames)[number], string>> = {
  inTransit: "in transit",
  processing: "processing",
  atRest: "at rest",
  callbacks: "callbacks",
};

/** Where data of every provider goes, who gets it, and the documents that say so. */
export function residencyPage(providers: readonly DocumentedProvider[]): ReferencePage {
  const manifests = providers.map(({ provider }) => provider.manifest);
  const sections = [
    "# Residency of every provider",
    GENERATED_NOTE,
    INTRODUCTION,
    "## In short",
    overview(manifests),
    "## In full",
    ...manifests.flatMap((manifest) => [
      `### ${manifest.name}`,
      sellerLine(manifest),
      documentTable(manifest),
      ...flowTable(manifest),
    ]),
  ];
  return { path: "docs/reference/residency.md", text: `${sections.join("\n\n")}\n` };
}

const INTRODUCTION =
  "Read from the manifests, which a host shows before activation (`channels.disclosure`) and enforces at activation, at every send and at the way out " +
  "([R13](../rules.md#r13), [R17](../rules.md#r17)). A country is one that the provider's own document names; `read on` is the day somebody read it there. " +
  "_Settings_ means that the account says the countries itself, because it runs the server or its contract names them. This table is no legal advice, and a document may have changed since.";

function overview(manifests: readonly ProviderManifest[]): string {
  return table(
    ["provider", "seller", "countries", "personal data", "sub-processors"],
    manifests.map((manifest) => [
      `[${cell(manifest.name)}](#${headingAnchor(manifest.name)})`,
      sellerOf(manifest, ", ", ""),
      countriesOf(manifest),
      categoriesOf(manifest),
      subProcessors(manifest),
    ]),
  );
}

function sellerOf({ seller }: ProviderManifest, before: string, after: string): string {
  return cell(seller.legalName) + (seller.country === undefined ? "" : `${before}${seller.country}${after}`);
}

function sellerLine(manifest: ProviderManifest): string {
  const { seller, id, version, accountModes } = manifest;
  return (
    `Provider ${code(id)} ${version}. Seller: ${sellerOf(manifest, " (", ")")}, [website](${seller.website}), [support](${seller.support}). ` +
    `Account: ${accountModes.map((mode) => (mode === "own" ? "the customer's own" : "managed by the host")).join(" or ")}.`
  );
}

function documentTable({ documents }: ProviderManifest): string {
  if (documents.length === 0) return "No documents: everything stays on the host's own servers.";
  return table(
    ["document", "version"],
    documents.map(({ kind, version, url }) => [`[${kind.replaceAll("-", " ")}](${url})`, cell(version)]),
  );
}

/** Operations with the same flows share their lines. */
function flowTable({ operations }: ProviderManifest): readonly string[] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = JSON.stringify([operation.personalData, operation.residency]);
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return residencyFacetNames.flatMap((name) => {
      const facet = first.residency[name];
      if (facet === undefined) return [];
      return [
        [
          group.map(({ id }) => code(id)).join(", "),
          cell(first.personalData.join(", ") || "none"),
          FACETS[name],
          countriesText(facet),
          facet.safeguard === "none" ? "" : facet.safeguard.replaceAll("-", " "),
          facet.source === "account-settings" ? "the account" : `[document](${facet.source})`,
          facet.readOn,
          cell(facet.note ?? ""),
        ],
      ];
    });
  });
  return rows.length === 0
    ? []
    : [table(["operation", "personal data", "facet", "countries", "safeguard", "source", "read on", "note"], rows)];
}

function facetsOf({ operations }: ProviderManifest): readonly Facet[] {
  return operations.flatMap(({ residency }) => residencyFacetNames.flatMap((name) => residency[name] ?? []));
}

function countriesOf(manifest: ProviderManifest): string {
  const all = facetsOf(manifest).map(countriesText);
  const named = [...new Set(all.filter((text) => !text.startsWith("settings")).flatMap((text) => text.split(", ")))];
  const ofSettings = [...new Set(all.filter((text) => text.startsWith("settings")))];
  return [...named.sort(), ...ofSettings.sort()].join(", ");
}

function countriesText({ countries }: Facet): string {
  return Array.isArray(countries) ? countries.join(", ") : `settings: ${code(countries.setting)}`;
}

function categoriesOf({ operations }: ProviderManifest): string {
  return [...new Set(operations.flatMap(({ personalData }) => personalData))].sort().join(", ") || "none";
}

function subProcessors({ documents }: ProviderManifest): string {
  const lists = documents.filter(({ kind }) => kind === "sub-processors");
  return lists.length === 0 ? "none" : lists.map(({ url, version }) => `[list](${url}), ${cell(version)}`).join("; ");
}
