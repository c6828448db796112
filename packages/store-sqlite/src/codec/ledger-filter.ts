import type { Store } from "@plugboard/core";
import type { SqliteValue } from "../database/sqlite-database.js";
import { tagBytes, type Term } from "./term-tag.js";

type Query = Parameters<Store["ledger"]>[0];

/** The parameters of a search in entries as `transferText` writes them: places count from 1, each where the field before it ends. */
export function ledgerFilter({ accountId, channelId, providerId, recipient, fromMs, toMs }: Query): SqliteValue[] {
  const account = `${accountId}\n`;
  const timeAt = account.length + 1;
  const channelAt = timeAt + 16;
  const channel = channelId === undefined ? null : `${channelId}\n`;
  const provider = providerId === undefined ? null : `\n${providerId}\n`;
  const person = recipient === undefined ? null : ` ${recipient}`;
  return [
    ...[account.length, account],
    ...[timeAt, fromMs ?? null, timeAt, toMs ?? null],
    ...[channelAt, channel, channel],
    ...[channelAt, provider, channelAt],
    ...[person, person],
  ];
}

/** The parameters of a search for seals under which there may be such entries. */
export function sealFilter({ accountId, channelId, providerId, recipient, fromMs, toMs }: Query): SqliteValue[] {
  const tag = (term: Term, value: string | undefined): Uint8Array | null =>
    value === undefined ? null : tagBytes(term, value);
  return [
    tag("account", accountId),
    tag("channel", channelId),
    tag("provider", providerId),
    tag("recipient", recipient),
    fromMs ?? null,
    toMs ?? null,
  ];
}
