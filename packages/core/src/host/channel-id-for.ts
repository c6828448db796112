import { InstructionInvalidError } from "../spec/errors/instruction-invalid-error.js";
import type { Ids } from "../ports/ids.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { HostSettings } from "./host-settings.js";

interface Wish {
  readonly accountId: string;
  readonly channelId?: string | undefined;
}

/**
 * The id a channel gets, or has if it is the account's own.
 * @throws {InstructionInvalidError} the host makes ids, and this is none of the account's: said alike of one that is taken and one that is not (R22).
 * @see docs/decisions/2026-11-23-who-names-channels.md
 */
export function channelIdFor(
  { accountId, channelId }: Wish,
  { channelIds }: HostSettings,
  channels: ChannelRegistry,
  ids: Ids,
): string {
  if (channelId === undefined) return ids.next("chn");
  if (channelIds === "made" && channels.find(accountId, channelId) === undefined)
    throw new InstructionInvalidError(["channelId: the host makes the ids of channels; leave it out"]);
  return channelId;
}
