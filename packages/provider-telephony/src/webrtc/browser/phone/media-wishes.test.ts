import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MediaWishes } from "./media-wishes.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** As jssip behaves: in the moment before a change is sent another one is taken too, and both go wrong. */
function session() {
  const state = { isLocal: false, isOtherBusy: false, isOver: false, changes: [] as string[] };
  const under: (() => void)[] = [];
  const change = (name: string, local: boolean, done: () => void): boolean => {
    if (state.isOtherBusy) return false;
    state.changes.push(name);
    state.isLocal = local;
    under.push(done);
    return true;
  };
  return {
    state,
    under,
    isEnded: () => state.isOver,
    isOnHold: () => ({ local: state.isLocal }),
    hold: (_: object, done: () => void) => change("hold", true, done),
    unhold: (_: object, done: () => void) => change("unhold", false, done),
    renegotiate: (_: object, done: () => void) => change("renegotiate", state.isLocal, done),
  };
}

test("a call is taken off hold when its hold is through, and not across it", () => {
  const call = session();
  const wishes = new MediaWishes(call);
  wishes.hold(true);
  wishes.hold(false);
  expect([wishes.isHeld, call.isOnHold().local]).toEqual([false, true]);
  vi.advanceTimersByTime(1_000);
  expect(call.state.changes).toEqual(["hold"]);
  call.under.shift()?.();
  expect(call.state.changes).toEqual(["hold", "unhold"]);
  call.under.shift()?.();
  expect([call.state.changes.length, call.under.length, vi.getTimerCount()]).toEqual([2, 0, 0]);
});

test("of many wishes only the last one is carried out", () => {
  const call = session();
  const wishes = new MediaWishes(call);
  for (const on of [true, false, true, false, true]) wishes.hold(on);
  call.under.shift()?.();
  expect(call.state.changes).toEqual(["hold"]);
});

test("the other side is told where we are when its own change is through, by whatever change comes next", () => {
  const call = session();
  call.state.isOtherBusy = true;
  const wishes = new MediaWishes(call);
  wishes.refresh();
  vi.advanceTimersByTime(1_000);
  expect(call.state.changes).toEqual([]);
  wishes.hold(true);
  call.state.isOtherBusy = false;
  vi.advanceTimersByTime(1_000);
  call.under.shift()?.();
  expect(call.state.changes).toEqual(["hold"]);
  wishes.refresh();
  call.under.shift()?.();
  expect(call.state.changes).toEqual(["hold", "renegotiate"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("nothing is tried any more when the call is over", () => {
  const call = session();
  call.state.isOtherBusy = true;
  new MediaWishes(call).hold(true);
  call.state.isOver = true;
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("a change that the other side refuses is tried again while it may be on its way back, and not for ever", () => {
  const call = session();
  const wishes = new MediaWishes(call);
  wishes.refresh();
  expect(wishes.refused()).toBe(true);
  vi.advanceTimersByTime(2_500);
  expect(call.state.changes).toEqual(["renegotiate", "renegotiate"]);
  call.under.at(-1)?.();
  expect([wishes.refused(), vi.getTimerCount()]).toEqual([false, 0]);

  wishes.refresh();
  const answers = Array.from({ length: 30 }, () => {
    const isTriedAgain = wishes.refused();
    vi.advanceTimersByTime(2_500);
    return isTriedAgain;
  });
  expect([answers.indexOf(false), vi.getTimerCount()]).toEqual([29, 0]);
});

test.each([
  ["connected", {}],
  ["failed", { rtcOfferConstraints: { iceRestart: true } }],
  ["disconnected", { rtcOfferConstraints: { iceRestart: true } }],
] as const)("a change of a call whose voices are %s is made with %o", (iceConnectionState, options) => {
  const made: object[] = [];
  const call = session();
  const renegotiate = (given: object): boolean => made.push(given) > 0;
  new MediaWishes({ ...call, renegotiate, connection: { iceConnectionState } }).refresh();
  expect(made).toEqual([options]);
});
