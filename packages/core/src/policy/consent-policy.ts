/** What of a consent a decision needs. */
export interface ConsentFacts {
  readonly purposes: readonly string[];
  readonly channelKinds?: readonly string[] | undefined;
  readonly confirmation?: { readonly confirmedAt?: string | undefined } | undefined;
  readonly withdrawn: readonly { readonly purpose: string }[];
}

/** Whether one of a person's consents carries a message for a purpose on a kind of channel (R14, GDPR Art. 6(1)(a), 7). */
export function isConsented(consents: readonly ConsentFacts[], purpose: string, channelKind: string): boolean {
  return consents.some(
    ({ purposes, channelKinds, confirmation, withdrawn }) =>
      purposes.includes(purpose) &&
      (channelKinds === undefined || channelKinds.includes(channelKind)) &&
      (confirmation === undefined || confirmation.confirmedAt !== undefined) &&
      !withdrawn.some((one) => one.purpose === purpose),
  );
}
