import { fakeConnection, fakeTransfer, mswBridge } from "@plugboard/provider-testkit";
import { setupServer } from "msw/node";
import { Agent } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edna } from "../../edna/index.js";
import { ednaHandlers } from "./edna-handlers.js";

const settings = { cascadeId: 1, subjectId: 2, countries: ["CY"] };
const credentials = {
  apiKey: "simulated-key",
  webhookKey: "simulated-webhook-key",
  webhookPathSecret: "cGF0aC1zZWNyZXQtb2YtYS10ZXN0",
};
const { handlers, simulation } = ednaHandlers({ apiKey: credentials.apiKey, cascadeId: 1, subjectId: 2 });
const server = setupServer(...handlers);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

test("a host's own test sends to the intercepted address, and can make it misbehave", async () => {
  const dispatcher = new Agent().compose(mswBridge());
  const instance = await edna.open(fakeConnection(edna, { settings, credentials, dispatcher }));
  const send = () =>
    instance.outboundMessages?.doSend(
      fakeTransfer({
        recipients: [{ address: { kind: "phone", value: "+35799100201" } }],
        content: { type: "text", text: "Hello" },
      }),
    );
  simulation.log.misbehave({ kind: "rate-limited", retryAfterSeconds: 3 });
  expect(await send()).toMatchObject({ outcome: "try-again", retryAfterMs: 3_000 });
  expect(await send()).toMatchObject({ outcome: "received", providerMessageId: "key-1" });
  expect(simulation.accepted).toHaveLength(1);
});
