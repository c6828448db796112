import { sha256 } from "./sha256.js";

/** A consent as far as it is sealed: all of it but its id, which is the subject of the act. */
export interface SealableConsent {
  /** Random, and gone with the record: without it nobody can tell by the hash whose consent it was. */
  readonly salt: string;
  readonly purposes: readonly string[];
  readonly channelKinds?: readonly string[] | undefined;
  readonly wordingHash: string;
  readonly language?: string | undefined;
  readonly method: string;
  readonly givenAt: string;
  readonly source: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly confirmation?: { readonly expiresAt: string; readonly confirmedAt?: string | undefined } | undefined;
  readonly withdrawn: readonly { readonly purpose: string; readonly at: string; readonly actor: string }[];
}

/**
 * SHA-256, lower-case hex, of a consent as it stands after an act, and of whom it is from: under the act's seal, so that no record can be changed,
 * given to another person, or put back to before a withdrawal.
 * @param recipient - reference of the person.
 */
export function consentHash(consent: SealableConsent, recipient: string): string {
  const { salt, purposes, channelKinds, wordingHash, language, method, givenAt, source } = consent;
  const { recordedAt, recordedBy, confirmation, withdrawn } = consent;
  const fields = [
    ...[salt, recipient, purposes, channelKinds ?? null, wordingHash, language ?? null, method, givenAt, source],
    ...[recordedAt, recordedBy],
    confirmation === undefined ? null : [confirmation.expiresAt, confirmation.confirmedAt ?? null],
    withdrawn.map(({ purpose, at, actor }) => [purpose, at, actor]),
  ];
  return sha256(JSON.stringify(fields));
}
