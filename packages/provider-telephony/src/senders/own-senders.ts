/**
 * The senders that are a channel's: numbers, services, names. Others of the same account at the provider may be other customers' (R22).
 * @see docs/decisions/2026-11-23-another-number-of-the-account.md
 */
export const ownSenders = ({
  from,
  otherSenders = [],
}: {
  readonly from: string;
  readonly otherSenders?: readonly string[] | undefined;
}): readonly string[] => [from, ...otherSenders];
