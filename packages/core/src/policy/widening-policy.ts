import type { Disclosure } from "./disclosure.js";

/** One way in which a provider reaches further than what was accepted. */
export interface Widening {
  readonly kind: "country" | "category" | "endpoint" | "sub-processors" | "seller" | "webhook-proof";
  /** In words, for the person who has to accept it: names of countries, categories and documents only. */
  readonly words: string;
}

/**
 * What a provider does now that it did not do in what was accepted (R5, R17): a new country, category of personal data, endpoint or list of
 * sub-processors, another seller, a weaker proof of its webhooks. What it no longer does is no widening.
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
  const list = subProcessors(after);
  const listBefore = subProcessors(before);
  if (list !== undefined && list.version !== listBefore?.version)
    add(
      "sub-processors",
      listBefore === undefined
        ? `sub-processors are named for the first time: version ${list.version}`
        : `the list of sub-processors is version ${list.version} instead of ${listBefore.version}`,
    );
  else if (list?.sha256 !== undefined && listBefore?.sha256 !== undefined && list.sha256 !== listBefore.sha256)
    add("sub-processors", `the list of sub-processors has another text under the same version ${list.version}`);
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

const subProcessors = ({ documents }: Disclosure) => documents.find(({ kind }) => kind === "sub-processors");
