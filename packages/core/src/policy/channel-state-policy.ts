import { type Refusal, refusal } from "./refusal.js";

/**
 * Where a channel is on its way (R4). `discovered`: its provider is there and nobody has asked for it; `configured`: somebody wants it, and the
 * provider's present terms are not accepted; `terms-accepted`; `verified`: its credentials were looked at; `active`: instructed, messages pass;
 * `suspended`: halted by the account; `needs-reauthorisation`: the provider refused its credentials; `disabled`: ended, and may be set up
 * anew; `removed`: for good.
 */
export const channelStates = [
  "discovered",
  "configured",
  "terms-accepted",
  "verified",
  "active",
  "suspended",
  "needs-reauthorisation",
  "disabled",
  "removed",
] as const;
export type ChannelState = (typeof channelStates)[number];

/**
 * Every transition there is: from where, to where. `activate` is the one that takes an instruction, and no other leads to `active` from a
 * state that can be reached without it.
 */
export const channelTransitions = {
  configure: { from: ["discovered", "configured", "terms-accepted", "verified", "disabled"], to: "configured" },
  "accept-terms": { from: ["configured"], to: "terms-accepted" },
  verify: { from: ["terms-accepted"], to: "verified" },
  activate: { from: ["verified"], to: "active" },
  suspend: { from: ["active", "needs-reauthorisation"], to: "suspended" },
  resume: { from: ["suspended"], to: "active" },
  "refuse-credentials": { from: ["active"], to: "needs-reauthorisation" },
  reauthorise: { from: ["needs-reauthorisation"], to: "active" },
  disable: {
    from: ["configured", "terms-accepted", "verified", "active", "suspended", "needs-reauthorisation"],
    to: "disabled",
  },
  remove: {
    from: ["configured", "terms-accepted", "verified", "active", "suspended", "needs-reauthorisation", "disabled"],
    to: "removed",
  },
} as const satisfies Record<string, { readonly from: readonly ChannelState[]; readonly to: ChannelState }>;
export type ChannelTransition = keyof typeof channelTransitions;

export type ChannelStep =
  { readonly allowed: true; readonly state: ChannelState } | { readonly allowed: false; readonly refusal: Refusal };

/** Where a transition leads from a state, or that there is no such way. */
export function stepChannel(state: ChannelState, transition: ChannelTransition): ChannelStep {
  const { from, to } = channelTransitions[transition];
  if ((from as readonly ChannelState[]).includes(state)) return { allowed: true, state: to };
  return { allowed: false, refusal: refusal("CHANNEL_STATE_IMPOSSIBLE", { state, transition, from }) };
}

/** Goes several steps, e.g. all of them in one call. */
export function walkChannel(state: ChannelState, transitions: readonly ChannelTransition[]): ChannelStep {
  let step: ChannelStep = { allowed: true, state };
  for (const transition of transitions) {
    if (!step.allowed) return step;
    step = stepChannel(step.state, transition);
  }
  return step;
}

/** States in which an acceptance of the provider's terms is in force, so that new terms end it. */
const ACCEPTED: ReadonlySet<ChannelState> = new Set([
  "terms-accepted",
  "verified",
  "active",
  "suspended",
  "needs-reauthorisation",
]);

/**
 * The state as it counts: a channel whose provider has new terms or a wider reach waits for acceptance again, wherever it was; with the
 * acceptance it is where it was. Derived, not stored, so that no crash can leave a channel open to terms nobody accepted.
 */
export function effectiveState(state: ChannelState, outdated: boolean): ChannelState {
  return outdated && ACCEPTED.has(state) ? "configured" : state;
}

/** Why messages do not pass in a state; nothing in `active`. Terms that wait for acceptance are the terms gate's matter. */
export function decideState(state: ChannelState): Refusal | undefined {
  switch (state) {
    case "active":
      return undefined;
    case "suspended":
      return refusal("CHANNEL_SUSPENDED");
    case "needs-reauthorisation":
      return refusal("CHANNEL_UNAUTHORISED");
    default:
      return refusal("CHANNEL_INACTIVE", { state });
  }
}
