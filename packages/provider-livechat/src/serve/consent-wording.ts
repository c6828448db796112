import { createHash } from "node:crypto";
import type { LivechatSettings } from "../livechat-settings.js";
import type { GivenConsent } from "../log/session-record.js";

/** The consent a visitor is asked for in one language: the words, and the hash by which the answer names them. */
export interface ConsentWording {
  readonly language: string;
  readonly wording: string;
  readonly wordingHash: string;
}

/** In every language of the account, by language. */
export function consentWordings({ consent }: LivechatSettings): Readonly<Record<string, ConsentWording>> {
  const wordings = Object.entries(consent?.wording ?? {}).map(([language, wording]) => {
    const wordingHash = createHash("sha256").update(wording).digest("hex");
    return [language, { language, wording, wordingHash }] as const;
  });
  return Object.fromEntries(wordings);
}

/**
 * The consent as it was given: to exactly the words the hash stands for.
 * @returns undefined when these are not, or no longer, the account's words.
 */
export function consentGiven(
  settings: LivechatSettings,
  shown: { readonly language: string; readonly wordingHash: string },
  atMs: number,
): GivenConsent | undefined {
  const wordings = consentWordings(settings);
  const words = Object.hasOwn(wordings, shown.language) ? wordings[shown.language] : undefined;
  if (settings.consent === undefined || words?.wordingHash !== shown.wordingHash) return undefined;
  return { ...words, purpose: settings.consent.purpose, atMs };
}
