import type { Store } from "@plugboard/core";

type Query = Parameters<Store["ledger"]>[0];

/** The parameters of a search in entries as `ledgerText` writes them: places count from 1, each where the field before it ends. */
export function ledgerFilter({ accountId, channelId, providerId, fromMs, toMs }: Query): (string | number | null)[] {
  const account = `${accountId}\n`;
  const timeAt = account.length + 1;
  const channelAt = timeAt + 16;
  const channel = channelId === undefined ? null : `${channelId}\n`;
  const provider = providerId === undefined ? null : `\n${providerId}\n`;
  return [
    ...[account.length, account],
    ...[timeAt, fromMs ?? null, timeAt, toMs ?? null],
    ...[channelAt, channel, channel],
    ...[channelAt, provider, channelAt],
  ];
}
