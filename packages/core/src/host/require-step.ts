import { type ChannelState, type ChannelTransition, stepChannel } from "../policy/channel-state-policy.js";
import { RequestError } from "../spec/errors/request-error.js";
import type { Channel } from "./channel.js";

/**
 * Where a transition leads a channel from the state that counts.
 * @throws {RequestError} `CHANNEL_STATE_IMPOSSIBLE` with the state, the transition, and where it is possible from.
 */
export function requireStep(channel: Channel, transition: ChannelTransition): ChannelState {
  // Ending a channel, or halting it, does not wait for anybody's acceptance; going on does.
  const ends = transition === "disable" || transition === "remove" || transition === "suspend";
  const state = ends ? channel.storedState : channel.state;
  const step = stepChannel(state, transition);
  if (step.allowed) return step.state;
  const { from = [] } = step.refusal.details;
  throw new RequestError("CHANNEL_STATE_IMPOSSIBLE", { channelId: channel.channelId, state, transition, from });
}
