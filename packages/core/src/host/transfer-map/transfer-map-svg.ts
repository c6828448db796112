import type { TransferMap } from "./transfer-map.js";

const ROW_HEIGHT = 44;
const BOX_HEIGHT = 30;
const TOP = 76;
const COLUMNS = [
  { x: 24, width: 190 },
  { x: 330, width: 260 },
  { x: 706, width: 130 },
] as const;
const WIDTH = 860;
const COLOURS = { allowed: "#1a7f4b", refused: "#b42318", box: "#f2f4f7", border: "#98a2b3", text: "#101828" };

interface Place {
  readonly label: string;
  readonly y: number;
}

/**
 * A transfer map as a picture that stands by itself: the account, its providers with their sellers, the countries, and a line for each way data takes,
 * green where it is allowed, red and broken where it is refused. For people; the table has the details.
 */
export function transferMapSvg({ accountId, madeAt, rows }: TransferMap): string {
  const providers = placesOf(
    rows.map(({ providerId, seller, sellerCountry }) => [providerId, `${providerId} · ${seller} (${sellerCountry})`]),
  );
  const countries = placesOf(rows.map(({ country }) => [country, country]));
  const height = TOP + Math.max(providers.size, countries.size, 1) * ROW_HEIGHT + 24;
  const account: Place = { label: accountId, y: (TOP + height - 24) / 2 - ROW_HEIGHT / 2 };
  const lines: string[] = [];
  for (const place of providers.values()) lines.push(connect(0, account, 1, place, COLOURS.border, ""));
  for (const [pair, text] of ways(rows)) {
    const [providerId = "", country = ""] = pair.split(" ");
    const [from, to] = [providers.get(providerId), countries.get(country)];
    if (from === undefined || to === undefined) continue;
    lines.push(connect(1, from, 2, to, text.refused ? COLOURS.refused : COLOURS.allowed, text.title, text.refused));
  }
  const boxes = [
    box(0, account),
    ...[...providers.values()].map((place) => box(1, place)),
    ...[...countries.values()].map((place) => box(2, place)),
  ];
  const heads = ["Account", "Provider and seller", "Country"].map(
    (head, index) => `<text x="${COLUMNS[index]?.x ?? 0}" y="60" font-weight="600">${head}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc" font-family="system-ui, sans-serif" font-size="13" fill="${COLOURS.text}">`,
    `<title id="title">Transfer map of account ${escape(accountId)}</title>`,
    `<desc id="desc">${escape(describe(rows))}</desc>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="24" y="30" font-size="17" font-weight="600">Where the data of ${escape(accountId)} goes, as of ${escape(madeAt.slice(0, 10))}</text>`,
    ...heads,
    ...lines,
    ...boxes,
    "</svg>",
    "",
  ].join("\n");
}

function placesOf(named: readonly (readonly [key: string, label: string])[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [key, label] of named) if (!places.has(key)) places.set(key, { label, y: TOP + places.size * ROW_HEIGHT });
  return places;
}

/** One line for all operations and facets between a provider and a country; refused when any of them is. */
function ways(rows: TransferMap["rows"]): Map<string, { readonly refused: boolean; readonly title: string }> {
  const found = new Map<string, { refused: boolean; title: string }>();
  for (const { providerId, country, allowed, text } of rows) {
    const key = `${providerId} ${country}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { refused: !allowed, title: text });
    else {
      known.refused ||= !allowed;
      known.title += `\n${text}`;
    }
  }
  return found;
}

function box(column: 0 | 1 | 2, { label, y }: Place): string {
  const { x, width } = COLUMNS[column];
  const most = Math.floor(width / 7.2);
  const shown = label.length > most ? `${label.slice(0, most - 1)}…` : label;
  return `<g><title>${escape(label)}</title><rect x="${x}" y="${y}" width="${width}" height="${BOX_HEIGHT}" rx="6" fill="${COLOURS.box}" stroke="${COLOURS.border}"/><text x="${x + 10}" y="${y + 20}">${escape(shown)}</text></g>`;
}

function connect(
  from: 0 | 1 | 2,
  start: Place,
  to: 0 | 1 | 2,
  end: Place,
  colour: string,
  title: string,
  isBroken = false,
): string {
  const [x1, x2] = [COLUMNS[from].x + COLUMNS[from].width, COLUMNS[to].x];
  const [y1, y2] = [start.y + BOX_HEIGHT / 2, end.y + BOX_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  const dashes = isBroken ? ' stroke-dasharray="6 5"' : "";
  return `<path d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="${colour}" stroke-width="2"${dashes}><title>${escape(title)}</title></path>`;
}

function describe(rows: TransferMap["rows"]): string {
  const refused = rows.filter(({ allowed }) => !allowed).length;
  const countries = new Set(rows.map(({ country }) => country)).size;
  return `${rows.length} ways of data to ${countries} countries; ${refused} refused.`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
