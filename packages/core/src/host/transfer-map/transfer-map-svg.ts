import type { TransferMap, TransferMapRow } from "./transfer-map.js";

const WIDTH = 1_000;
const TOP = 118;
const GAP = 14;
const FOOT = 64;
const ACCOUNT = { x: 32, width: 208, height: 72 };
const PROVIDER = { x: 328, width: 264, height: 88 };
const PLACE = { x: 680, width: 288, height: 88 };
const INK = {
  text: "#101828",
  faint: "#475467",
  line: "#d0d5dd",
  card: "#ffffff",
  page: "#f8fafc",
  account: "#1d2939",
};
const ALLOWED = { ink: "#067647", tint: "#ecfdf3", word: "allowed" };
const REFUSED = { ink: "#b42318", tint: "#fef3f2", word: "refused" };

/** As an explanation names a country that nobody named. */
const UNDECLARED = "undeclared";

const FACETS: Record<TransferMapRow["facet"], string> = {
  inTransit: "passes through",
  processing: "processed",
  atRest: "stored",
  callbacks: "comes back through",
  subProcessor: "passed on",
};

/** One country that one provider takes data to: what happens there, and on what ground. */
interface Place {
  readonly country: string;
  readonly isAllowed: boolean;
  readonly grounds: readonly string[];
  readonly facets: readonly string[];
  readonly title: string;
}

interface Provider {
  readonly providerId: string;
  readonly seller: string;
  /** In words, with the comma before it; empty where nobody sells a service. */
  readonly ofCountry: string;
  readonly channels: readonly string[];
  readonly categories: readonly string[];
  readonly places: readonly Place[];
}

/**
 * A transfer map as a picture that stands by itself: the account, its providers with their sellers, and each country they take data to with the ground it
 * stands on; green where it is allowed, red and broken where it is refused. For people; the table has the details.
 */
export function transferMapSvg({ accountId, madeAt, zonesAsOf, rows }: TransferMap): string {
  const providers = providersOf(rows);
  const drawn: string[] = [];
  const lines: string[] = [];
  let top = TOP;
  const middles: number[] = [];
  for (const provider of providers) {
    const height = Math.max(PROVIDER.height, provider.places.length * (PLACE.height + GAP) - GAP);
    const middle = top + height / 2;
    middles.push(middle);
    drawn.push(providerCard(provider, middle - PROVIDER.height / 2));
    let placeTop = middle - (provider.places.length * (PLACE.height + GAP) - GAP) / 2;
    for (const place of provider.places) {
      lines.push(way(PROVIDER, middle, PLACE, placeTop + PLACE.height / 2, place));
      drawn.push(placeCard(place, placeTop));
      placeTop += PLACE.height + GAP;
    }
    top += height + GAP * 2;
  }
  const bottom = providers.length === 0 ? TOP + ACCOUNT.height : top - GAP * 2;
  const centre = ((middles[0] ?? TOP + ACCOUNT.height / 2) + (middles.at(-1) ?? TOP + ACCOUNT.height / 2)) / 2;
  for (const middle of middles) lines.unshift(way(ACCOUNT, centre, PROVIDER, middle, undefined));
  const height = bottom + FOOT;
  const heads = [
    [ACCOUNT.x, "Account"],
    [PROVIDER.x, "Who gets data"],
    [PLACE.x, "Where, and on what ground"],
  ] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13" fill="${INK.text}">`,
    `<title id="title">Transfer map of account ${escape(accountId)}</title>`,
    `<desc id="desc">${escape(describe(rows))}</desc>`,
    `<rect width="100%" height="100%" fill="${INK.page}"/>`,
    `<text x="32" y="44" font-size="20" font-weight="650">Where personal data of ${escape(cut(accountId, 48))} goes</text>`,
    `<text x="32" y="66" fill="${INK.faint}">${escape(describe(rows))} As of ${escape(madeAt.slice(0, 10))}.</text>`,
    ...heads.map(
      ([x, head]) =>
        `<text x="${x}" y="${TOP - 16}" font-size="12" font-weight="600" fill="${INK.faint}">${head}</text>`,
    ),
    ...lines,
    accountCard(accountId, centre - ACCOUNT.height / 2),
    ...drawn,
    legend(bottom + 38, zonesAsOf),
    "</svg>",
    "",
  ].join("\n");
}

function providersOf(rows: TransferMap["rows"]): Provider[] {
  // One provider may be several sellers: each channel's settings say whose mail server it is.
  const keyOf = ({ providerId, seller, sellerCountry }: TransferMap["rows"][number]) =>
    JSON.stringify([providerId, seller, sellerCountry]);
  return unique(rows.map(keyOf)).map((key) => {
    const own = rows.filter((row) => keyOf(row) === key);
    const [first] = own;
    return {
      providerId: first?.providerId ?? "",
      seller: first?.seller ?? "",
      ofCountry: first?.sellerCountry === undefined ? "" : `, ${nameOf(first.sellerCountry)}`,
      channels: unique(own.map(({ channelId, channelKind }) => `${channelKind} ${channelId}`)),
      categories: unique(own.flatMap(({ personalData }) => personalData)),
      places: unique(own.map(({ country }) => country)).map((country) => placeOf(own, country)),
    };
  });
}

/** Refused when any way to it is. */
function placeOf(rows: TransferMap["rows"], country: string): Place {
  const own = rows.filter((row) => row.country === country);
  const refused = own.filter(({ allowed }) => !allowed);
  const deciding = refused.length > 0 ? refused : own;
  return {
    country,
    isAllowed: refused.length === 0,
    grounds: unique(deciding.map(({ ground }) => ground)),
    facets: unique(own.map(({ facet }) => FACETS[facet])),
    title: unique(own.map(({ text }) => text)).join("\n"),
  };
}

function accountCard(accountId: string, y: number): string {
  const { x, width, height } = ACCOUNT;
  return `<g><title>${escape(accountId)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${INK.account}"/>${line(x + 18, y + 41, cut(accountId, 20), { weight: 650, size: 15, ink: "#ffffff" })}</g>`;
}

function providerCard({ providerId, seller, ofCountry, channels, categories }: Provider, y: number): string {
  const { x, width, height } = PROVIDER;
  const data = `${String(categories.length)} kinds of data: ${categories.join(", ")}`;
  return [
    `<g><title>${escape([`${providerId}: ${seller}${ofCountry}`, ...channels, data].join("\n"))}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${INK.card}" stroke="${INK.line}"/>`,
    line(x + 18, y + 29, cut(providerId, 27), { weight: 650, size: 15 }),
    line(x + 18, y + 50, cut(seller, 31), { ink: INK.faint }),
    line(x + 18, y + 70, cut([ofCountry.slice(2), channels.join(", ")].filter((part) => part !== "").join("; "), 34), {
      ink: INK.faint,
      size: 12,
    }),
    "</g>",
  ].join("");
}

function placeCard({ country, isAllowed, grounds, facets, title }: Place, y: number): string {
  const { x, width, height } = PLACE;
  const { ink, tint, word } = isAllowed ? ALLOWED : REFUSED;
  return [
    `<g><title>${escape(title)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${INK.card}" stroke="${INK.line}"/>`,
    `<rect x="${x + 14}" y="${y + 15}" width="40" height="24" rx="6" fill="${tint}" stroke="${ink}" stroke-opacity="0.35"/>`,
    `<text x="${x + 34}" y="${y + 32}" text-anchor="middle" font-size="12" font-weight="650" fill="${ink}">${escape(UNDECLARED === country ? "?" : cut(country, 4))}</text>`,
    line(x + 66, y + 32, cut(nameOf(country), 18), { weight: 650, size: 14 }),
    `<text x="${x + width - 16}" y="${y + 32}" text-anchor="end" font-size="12" font-weight="600" fill="${ink}">${word}</text>`,
    line(x + 16, y + 56, cut(grounds.join("; "), 35), { ink }),
    line(x + 16, y + 75, cut(facets.join(", "), 38), { ink: INK.faint, size: 12 }),
    "</g>",
  ].join("");
}

function way(
  from: typeof ACCOUNT,
  y1: number,
  to: typeof ACCOUNT,
  y2: number,
  place: Pick<Place, "isAllowed" | "title"> | undefined,
): string {
  const [x1, x2] = [from.x + from.width, to.x];
  const middle = (x1 + x2) / 2;
  const colour = place === undefined ? "#98a2b3" : place.isAllowed ? ALLOWED.ink : REFUSED.ink;
  const dashes = place?.isAllowed === false ? ' stroke-dasharray="6 5"' : "";
  const title = place === undefined ? "" : `<title>${escape(place.title)}</title>`;
  return `<path d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" fill="none" stroke="${colour}" stroke-width="1.75"${dashes}>${title}</path>`;
}

function legend(y: number, zonesAsOf: string): string {
  const stroke = (x: number, colour: string, dashes: string): string =>
    `<path d="M${x} ${y - 4} H${x + 26}" stroke="${colour}" stroke-width="1.75"${dashes}/>`;
  return [
    stroke(32, ALLOWED.ink, ""),
    line(66, y, "allowed", { size: 12, ink: INK.faint }),
    stroke(132, REFUSED.ink, ' stroke-dasharray="6 5"'),
    line(166, y, "refused: nothing is sent there", { size: 12, ink: INK.faint }),
    `<text x="${WIDTH - 32}" y="${y}" text-anchor="end" font-size="12" fill="${INK.faint}">Countries as the providers' own documents name them; zones checked on ${escape(zonesAsOf)}</text>`,
  ].join("");
}

function line(
  x: number,
  y: number,
  text: string,
  {
    weight = 400,
    size = 13,
    ink = INK.text,
  }: { readonly weight?: number; readonly size?: number; readonly ink?: string },
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${ink}">${escape(text)}</text>`;
}

function describe(rows: TransferMap["rows"]): string {
  const providers = unique(rows.map(({ providerId }) => providerId)).length;
  const countries = unique(rows.map(({ country }) => country)).filter((country) => country !== UNDECLARED).length;
  const refused = unique(
    rows.filter(({ allowed }) => !allowed).map((row) => `${row.providerId} ${row.country}`),
  ).length;
  const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;
  return `${counted(providers, "provider", "providers")}, ${counted(countries, "country", "countries")}, ${refused === 0 ? "nothing refused" : `${counted(refused, "way", "ways")} refused`}.`;
}

let names: Intl.DisplayNames | undefined;

/** In English, where the code is one. */
function nameOf(country: string): string {
  if (country === UNDECLARED) return "Not declared";
  if (!/^[A-Z]{2}$/.test(country)) return country;
  return (names ??= new Intl.DisplayNames("en", { type: "region" })).of(country) ?? country;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** By characters, never within one: the whole is in the title. */
function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : text;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
