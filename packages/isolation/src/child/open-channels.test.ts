import { z } from "zod";
import { defineProvider } from "@plugboard/core/spec";
import { expect, test } from "vitest";
import { provider as hostile } from "../__fixtures__/hostile-connector.js";
import { wholeAnswer } from "../host/whole-answer.js";
import { LogLines } from "./log-lines.js";
import { OpenChannels } from "./open-channels.js";

test("a delivery of many events is answered in pieces, which the host puts together", async () => {
  const events = Array.from({ length: 20_000 }, (_, place) => ({ type: "other", id: `event-${place}`, name: "n" }));
  const {
    settings: _settings,
    credentials: _credentials,
    specificationVersion: _version,
    ...manifest
  } = hostile.manifest;
  const provider = defineProvider({
    manifest,
    settings: z.object({}),
    credentials: z.object({}),
    open: () => ({
      // As an author's plugin without types would.
      inboundEvents: { doParse: () => events as never },
      close: () => Promise.resolve(),
    }),
  });
  const unused = (): never => {
    throw new Error("asks the host nothing");
  };
  const channels = new OpenChannels(provider, unused, { of: () => unused } as never, new LogLines(unused, 1));
  await channels.open({ channel: 1, channelId: "c", accountId: "a", channelKind: "k", settings: {} });
  const call = { channel: 1, capability: "inboundEvents", method: "doParse", data: {} };
  const crossed = await channels.invoke(call, new AbortController());
  expect(JSON.stringify(crossed).length).toBeLessThan(100);
  const line = { next: (list: number) => channels.next(list), drop: (list: number) => channels.drop(list) };
  expect(await wholeAnswer(crossed, line)).toEqual(events);
});
