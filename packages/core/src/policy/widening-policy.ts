import type { SubProcessor } from "../spec/manifest/sub-processor.js";
import type { Disclosure } from "./disclosure.js";

/** One way in which a provider reaches further than what was accepted. */
export interface Widening {
  readonly kind: "country" | "category" | "endpoint" | "sub-processors" | "seller" | "webhook-proof";
  /** In words, for the person who has to accept it: names of countries, categories and documents only. */
  readonly words: string;
}

/**
 * What a provider does now that it did not do in what was accepted (R5, R17): a new country, category of personal data, endpoint or
 * sub-processor, another seller, a weaker proof of its webhooks. What it no longer does is no widening.
 * @param before - what was accepted. What it does not say, it cannot be held against.
 */
export function widened(before: Disclosure, after: Disclosure): Widening[] {
  const found: Widening[] = [];
  const add = (kind: Widening["kind"], words: string): void => void found.push({ kind, words });
  if (after.seller !== before.seller || hasMoved(before.sellerCountry, after.sellerCountry))
    add("seller", `the seller is ${sellerWords(after)} instead of ${sellerWords(before)}`);
  for (const category of added(before.personalData, after.personalData))
    add("category", `a new category of personal data is carried: ${category}`);
  const countries = added(before.countries, after.countries);
  for (const country of countries) add("country", `data goes to a new country: ${country}`);
  if (before.flows !== undefined && after.flows !== undefined)
    for (const [category, all] of Object.entries(after.flows)) {
      const known = before.flows[category];
      // A new category, or a country that is new for all, is named above.
      if (known === undefined) continue;
      for (const country of added(known, all))
        if (!countries.includes(country)) add("country", `${category} goes to a new country: ${country}`);
    }
  if (before.endpoints !== undefined && after.endpoints !== undefined)
    for (const endpoint of added(before.endpoints, after.endpoints))
      add("endpoint", `data leaves to a new endpoint: ${endpoint}`);
  for (const words of passedOn(before, after)) add("sub-processors", words);
  if (after.webhookProof === "weak" && before.webhookProof !== "weak")
    add("webhook-proof", "webhooks are proved weakly: their proof does not cover the body");
  return found;
}

/** One that is said where none was shown is news; one that is no longer said is none. */
const hasMoved = (before: string | undefined, after: string | undefined): boolean =>
  after !== undefined && before !== after;

const sellerWords = ({ seller, sellerCountry }: Disclosure): string =>
  sellerCountry === undefined ? seller : `${seller} (${sellerCountry})`;

const added = (before: readonly string[], after: readonly string[]): string[] =>
  after.filter((one) => !before.includes(one));

/**
 * Whom data is passed on to now and was not before. Names count where both name them, whatever the version of the document they are taken from;
 * elsewhere the document counts as a whole.
 */
function passedOn(before: Disclosure, after: Disclosure): string[] {
  const [known, all] = [before.subProcessors, after.subProcessors];
  if (all === undefined)
    return known === undefined
      ? otherDocuments(before, after)
      : [
          `sub-processors are no longer named one by one: ${known.length === 0 ? "nobody was said to be one" : `${named(known)} were`}`,
        ];
  if (known === undefined)
    return all.length === 0 ? [] : [`sub-processors are named one by one for the first time: ${named(all)}`];
  return all
    .filter(({ name, country }) => !known.some((one) => one.name === name && one.country === country))
    .map(({ name, country, purpose }) =>
      known.some((one) => one.name === name)
        ? `the sub-processor ${name} is in a new country: ${country}`
        : `data is passed on to a new sub-processor: ${name} (${country}), ${purpose}`,
    );
}

function otherDocuments(before: Disclosure, after: Disclosure): string[] {
  const all = documentsOf(before);
  const [known] = all;
  return documentsOf(after)
    .filter((list) => !all.some((one) => one.version === list.version && !hasOtherText(one, list)))
    .map(({ version }) => {
      if (known === undefined) return `sub-processors are named for the first time: version ${version}`;
      return all.some((one) => one.version === version)
        ? `the list of sub-processors has another text under the same version ${version}`
        : `the list of sub-processors is version ${version} instead of ${known.version}`;
    });
}

const documentsOf = ({ documents }: Disclosure) => documents.filter(({ kind }) => kind === "sub-processors");

const hasOtherText = (one: { readonly sha256?: string | undefined }, other: typeof one): boolean =>
  one.sha256 !== undefined && other.sha256 !== undefined && one.sha256 !== other.sha256;

const named = (list: readonly SubProcessor[]): string =>
  list.map(({ name, country }) => `${name} (${country})`).join(", ");
