import type { TransferMap } from "./transfer-map.js";

/** A transfer map as a Markdown document: a table of who, where and why, and every sentence of the explanation. */
export function transferMapMarkdown({ accountId, madeAt, zonesAsOf, rows }: TransferMap): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [
    `# Transfer map of account ${cell(accountId)}`,
    "",
    `Made at ${madeAt}; zones as of ${zonesAsOf}.`,
    "",
    line([
      "Channel",
      "Provider",
      "Seller",
      "Operation",
      "Facet",
      "Country",
      "Personal data",
      "Safeguard",
      "Allowed",
      "Source",
    ]),
    line(Array.from({ length: 10 }, () => "---")),
    ...rows.map((row) =>
      line([
        `${row.channelId} (${row.channelKind})`,
        row.providerId,
        row.sellerCountry === undefined ? row.seller : `${row.seller} (${row.sellerCountry})`,
        row.operation,
        row.subProcessor === undefined ? row.facet : `${row.facet}: ${row.subProcessor}`,
        row.country,
        row.personalData.join(", "),
        row.safeguard,
        row.allowed ? "yes" : "no",
        row.facet === "subProcessor" ? `${row.source} ${row.readOn}`.trim() : `${row.source}, read on ${row.readOn}`,
      ]),
    ),
    "",
    ...rows.map(({ channelId, text }) => `- ${cell(channelId)}: ${cell(text)}`),
    "",
  ].join("\n");
}

/** Nothing a provider wrote ends a cell or becomes markup. */
function cell(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\|[\]`*_]/g, (character) => `\\${character}`);
}
