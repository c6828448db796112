import { fakeConnection, fakeTransfer, mswBridge } from "@plugboard/provider-testkit";
import { setupServer } from "msw/node";
import { Agent } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { twilio } from "../../twilio/index.js";
import { twilioHandlers } from "./twilio-handlers.js";

const accountSid = `AC${"0".repeat(32)}`;
const authToken = "5a1f0e2b3c4d5e6f708192a3b4c5d6e7";
const from = "+14155550100";
const { handlers, simulation } = twilioHandlers({ accountSid, authToken, from });
const server = setupServer(...handlers);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

test("a host's own test sends to the intercepted addresses, and can make them misbehave", async () => {
  const dispatcher = new Agent().compose(mswBridge());
  const settings = { accountSid, from, webhookUrl: "https://host.example/webhooks/c1" };
  const instance = await twilio.open(fakeConnection(twilio, { settings, credentials: { authToken }, dispatcher }));
  const send = () =>
    instance.outboundMessages?.doSend(
      fakeTransfer({
        recipients: [{ address: { kind: "phone", value: "+4915112345201" } }],
        content: {
          type: "buttons",
          text: "Which one?",
          buttons: [{ action: "reply", id: "one", title: "This one" }],
        },
      }),
    );
  simulation.log.misbehave({ kind: "rate-limited", retryAfterSeconds: 3 });
  expect(await send()).toMatchObject({ outcome: "try-again", retryAfterMs: 3_000 });
  expect(await send()).toMatchObject({ outcome: "received", providerMessageId: simulation.messages[0]?.sid });
});
