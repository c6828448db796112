/**
 * What the heads of an account's messages begin with, or of those of one of its channels; see `messageHead`.
 * @returns its length and itself.
 */
export function ownerPrefix(accountId: string, channelId?: string): [length: number, prefix: string] {
  const prefix = channelId === undefined ? `${accountId} ` : `${accountId} ${channelId} `;
  return [prefix.length, prefix];
}
