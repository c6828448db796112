import type { ErrorEntry } from "./error-entry.js";

/** Channels: what cannot be done with one. */
export const channelErrors = {
  CHANNEL_UNKNOWN: {
    rule: "R4",
    party: "caller",
    meaning: "the account has no channel with this id",
    remedy: "activate the channel first, or correct `accountId` and `channelId`",
  },
  CHANNEL_EXISTS: {
    rule: "R4",
    party: "caller",
    meaning: "this id cannot be given to a new channel: it is, or was, a channel's",
    remedy:
      "leave `channelId` out for an id that the host makes, or choose another; a channel that was deactivated keeps its id, with its evidence",
  },
  CHANNEL_REFUSED: {
    rule: "R4",
    party: "account",
    meaning: "a gate that stands before the whole channel refuses it now",
    remedy: "look at `refusal`: it is the code that messages of this channel are refused with",
  },
  CHANNEL_STATE_IMPOSSIBLE: {
    rule: "R4",
    party: "caller",
    meaning: "the channel is not in a state for this",
    remedy: "look at `from` for the states it is possible in, and at `channels.list` for the one it is in",
  },
  CAPABILITY_FAILED: {
    rule: "R7",
    party: "plugin",
    meaning: "the plugin failed, or took too long, in a call beside sending",
    remedy:
      "report it to the plugin's author with the capability and the class of its error; look at what the provider has before the same call is made anew, for it may have been carried out",
  },
} as const satisfies Record<string, ErrorEntry>;
