import { fakeConnection, fakeTransfer, mswBridge } from "@plugboard/provider-testkit";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Agent } from "undici";
import { dialog360 } from "../../dialog360/index.js";
import { meta } from "../../meta/index.js";
import { dialog360Handlers } from "../dialog360/dialog360-handlers.js";
import { metaHandlers } from "./meta-handlers.js";

const credentials = { accessToken: "EAAsimulated-token", appSecret: "app-secret-1", verifyToken: "verify-token-1" };
const text = {
  recipients: [{ address: { kind: "phone" as const, value: "+4915112340001" } }],
  content: { type: "text" as const, text: "through msw" },
};
const facebook = metaHandlers(credentials);
const partner = dialog360Handlers({ apiKey: "simulated-d360-key" });
const server = setupServer(...facebook.handlers, ...partner.handlers);
const dispatcher = new Agent().compose(mswBridge());
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("a host's own tests can stand the simulations in for Meta and 360dialog by msw", async () => {
  const settings = { phoneNumberId: "106540352242922", businessAccountId: "102290129340398" };
  const first = await meta.open(fakeConnection(meta, { settings, credentials, dispatcher }));
  const second = await dialog360.open(
    fakeConnection(dialog360, {
      settings: {},
      credentials: { apiKey: "simulated-d360-key", webhookSecret: "0123456789abcdef" },
      dispatcher,
    }),
  );
  for (const { outboundMessages } of [first, second])
    expect(await outboundMessages?.doSend(fakeTransfer(text))).toMatchObject({ outcome: "received" });
  expect([facebook.simulation.log.messages.length, partner.simulation.log.messages.length]).toEqual([1, 1]);
});
