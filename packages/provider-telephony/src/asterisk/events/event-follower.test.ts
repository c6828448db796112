import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ExchangeStage, openExchange } from "../__fixtures__/open-exchange.js";

// The beat alone: what is sent and stored takes the time it takes.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const PERSON = "+4930901820042";
/** The next beat, which finds that the one before was answered. */
async function beat({ simulator }: ExchangeStage): Promise<void> {
  vi.advanceTimersByTime(20_000);
  if (simulator.listeners > 0) await simulator.untilHeard();
}
const soon = <Result>(check: () => Result): Promise<Result> => vi.waitFor(check, { timeout: 15_000, interval: 1 });

async function talking({ center, simulator, events }: ExchangeStage): Promise<string> {
  const to = { accountId: "acme", channelId: "c1", to: PERSON } as const;
  const begun = await center.calls.start({ ...to, verbs: [{ verb: "hold", on: true }] });
  const callId = begun.accepted ? (begun.call.callId ?? "") : "";
  simulator.exchange.answered(callId);
  await soon(() => expect(events()).toContain("answered"));
  return callId;
}

const told = (stage: ExchangeStage): string[] => {
  const codes: string[] = [];
  stage.center.on("availability-changed", ({ party, code }) => void codes.push(`${String(party)} ${String(code)}`));
  return codes;
};

describe("the connection over which the exchange's events come", () => {
  test("ends with the login it began with, and the calls go on over the next", async () => {
    const stage = await openExchange();
    const callId = await talking(stage);
    await beat(stage);
    stage.simulator.changePassword("another-password");
    stage.login = { user: "plugboard", password: "another-password" };
    expect(stage.simulator.followed).toBe(1);
    await beat(stage);
    await soon(() => expect([stage.simulator.followed, stage.simulator.listeners]).toEqual([2, 1]));
    stage.simulator.exchange.hangUp(callId);
    await soon(() => expect(stage.events().at(-1)).toBe("ended"));
    expect(stage.events().filter((event) => event === "answered")).toHaveLength(1);
  });

  test("ends when the host gives no login any more, and not because it could not for a moment", async () => {
    const stage = await openExchange();
    await talking(stage);
    const { login } = stage;
    stage.login = undefined;
    await beat(stage);
    stage.login = login;
    await beat(stage);
    await beat(stage);
    expect([stage.simulator.followed, stage.simulator.listeners]).toEqual([1, 1]);
    stage.login = undefined;
    await beat(stage);
    await beat(stage);
    await soon(() => expect(stage.simulator.listeners).toBe(0));
  });

  test("that is refused for its login is the account's fault, and not the provider's", async () => {
    const stage = await openExchange();
    const codes = told(stage);
    stage.simulator.changePassword("another-password");
    stage.simulator.cut();
    await soon(() => expect(codes).toContain("account CREDENTIALS_REFUSED"));
  });
});
