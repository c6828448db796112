import { describe, expect, test } from "vitest";
import {
  channelStates,
  type ChannelTransition,
  channelTransitions,
  decideState,
  effectiveState,
  stepChannel,
  walkChannel,
} from "./channel-state-policy.js";

const transitions = Object.keys(channelTransitions) as ChannelTransition[];

/** Every state that can be reached by these transitions. */
function reachable(allowed: readonly ChannelTransition[]): Set<string> {
  const reached = new Set<(typeof channelStates)[number]>(["discovered"]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const state of [...reached])
      for (const transition of allowed) {
        const step = stepChannel(state, transition);
        if (step.allowed) reached.add(step.state);
      }
  }
  return reached;
}

test("every state can be reached", () => {
  expect(reachable(transitions)).toEqual(new Set(channelStates));
});

test("without the transition that takes an instruction no channel becomes active, by any way (R4)", () => {
  const rest = transitions.filter((one) => one !== "activate");
  expect([...reachable(rest)].sort()).toEqual([
    "configured",
    "disabled",
    "discovered",
    "removed",
    "terms-accepted",
    "verified",
  ]);
});

test.each(["accept-terms", "verify"] as const)("no channel becomes active without the step %s", (left) => {
  expect(reachable(transitions.filter((one) => one !== left)).has("active")).toBe(false);
});

test("nothing leads out of removed", () => {
  expect(transitions.filter((one) => stepChannel("removed", one).allowed)).toEqual([]);
});

describe.each(channelStates)("from %s", (state) => {
  test.each(transitions)("%s leads where the table says, or is refused by code", (transition) => {
    const { from, to } = channelTransitions[transition];
    const step = stepChannel(state, transition);
    if ((from as readonly string[]).includes(state)) expect(step).toEqual({ allowed: true, state: to });
    else
      expect(step).toMatchObject({
        allowed: false,
        refusal: { code: "CHANNEL_STATE_IMPOSSIBLE", details: { state, transition, from } },
      });
  });
});

test("several steps end at the first that is impossible", () => {
  expect(walkChannel("discovered", ["configure", "accept-terms", "verify", "activate"])).toEqual({
    allowed: true,
    state: "active",
  });
  expect(walkChannel("discovered", ["configure", "verify", "activate"])).toMatchObject({
    allowed: false,
    refusal: { details: { transition: "verify", state: "configured" } },
  });
});

test("new terms put back whatever stood on the old ones, and bring nothing back to life", () => {
  expect(channelStates.map((state) => effectiveState(state, true))).toEqual([
    ...["discovered", "configured", "configured", "configured", "configured", "configured", "configured"],
    ...["disabled", "removed"],
  ]);
  for (const state of channelStates) expect(effectiveState(state, false)).toBe(state);
});

test("messages pass in active alone", () => {
  expect(channelStates.filter((state) => decideState(state) === undefined)).toEqual(["active"]);
});
