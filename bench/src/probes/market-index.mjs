import { createSigningKey, readIndex, searchIndex, signPayload } from "@plugboard/marketplace";

const DAY_MS = 86_400_000;
const COUNTRIES = ["DE", "FR", "IE", "NL", "SE", "US"];
const KINDS = ["email", "whatsapp", "sms", "telephony"];

/** @param {number} number @returns {import("@plugboard/marketplace").IndexEntry} */
function entryOf(number) {
  const name = `@publisher-${number % 500}/provider-${number}`;
  return {
    name,
    version: `1.${number % 20}.0`,
    description: `Connector number ${number} for messages of one kind, with replies and delivery reports`,
    publisher: `publisher-${number % 500}`,
    integrity: `sha512-${Buffer.alloc(64, number).toString("base64")}`,
    listing: `listings/${name}/1.${number % 20}.0.json`,
    listingSha256: String(number).padStart(64, "0"),
    listedAt: "2026-11-22T00:00:00.000Z",
    providers: [
      {
        id: `provider-${number}`,
        name: `Provider ${number}`,
        channelKinds: [KINDS[number % KINDS.length]],
        capabilities: ["outboundMessages", "inboundEvents", "deliveryReports"],
        seller: `Seller ${number % 500} GmbH`,
        sellerCountry: COUNTRIES[number % COUNTRIES.length],
        countries: [COUNTRIES[number % COUNTRIES.length]],
        chosenByAccount: false,
        tier: "none",
        examinedBy: "publisher",
      },
    ],
  };
}

/**
 * How long it takes from the text of an index, as it was served, to the hits of a search: signature, shape, every entry.
 * @param {{ listings: number }} params
 */
export default async function marketIndex({ listings }) {
  const key = createSigningKey({ fromMs: Date.now() - DAY_MS, untilMs: Date.now() + DAY_MS });
  const trust = { publishers: [], marketplaceKeys: [key.record] };
  const index = {
    formatVersion: 1,
    marketplace: "Bench",
    sequence: 1,
    issuedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    entries: Array.from({ length: listings }, (_, number) => entryOf(number)),
  };
  const text = signPayload("index", index, key.privateKeyPem);
  // In a fresh process, as a host that looks once: nothing is warm.
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  const read = readIndex(text, { trust, nowMs: Date.now() });
  if (!("index" in read)) throw new Error(`refused: ${read.refusal.code}`);
  const readMs = performance.now() - startedAt;
  const wanted = {
    text: `provider-${listings - 1} seller`,
    channelKind: KINDS[(listings - 1) % KINDS.length],
    onlyCountries: COUNTRIES,
  };
  const hits = searchIndex(read.index, wanted).length;
  const { user, system } = process.cpuUsage(cpu);
  if (hits !== 1) throw new Error(`${hits} hits instead of one`);
  const elapsedMs = performance.now() - startedAt;
  return { readMs, searchMs: elapsedMs - readMs, elapsedMs, cpuMs: (user + system) / 1_000, textBytes: text.length };
}
