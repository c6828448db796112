import { fakeConnection, fakeTransfer, mswBridge } from "@plugboard/provider-testkit";
import { setupServer } from "msw/node";
import { Agent } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { brevo } from "../brevo/index.js";
import { postmark } from "../postmark/index.js";
import { resend } from "../resend/index.js";
import { brevoConformance } from "./brevo-conformance.js";
import { brevoHandlers } from "./brevo-handlers.js";
import { postmarkConformance } from "./postmark-conformance.js";
import { postmarkHandlers } from "./postmark-handlers.js";
import { resendConformance } from "./resend-conformance.js";
import { resendHandlers } from "./resend-handlers.js";

const secretOf = (credentials: unknown, name: string): string =>
  z.record(z.string(), z.string()).parse(credentials)[name] ?? "";
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe.each([
  ["resend", resend, resendConformance, resendHandlers(secretOf(resendConformance.credentials, "apiKey"))],
  [
    "postmark",
    postmark,
    postmarkConformance,
    postmarkHandlers(secretOf(postmarkConformance.credentials, "serverToken")),
  ],
  ["brevo", brevo, brevoConformance, brevoHandlers(secretOf(brevoConformance.credentials, "apiKey"))],
] as const)("the handlers of %s", (_name, provider, fixtures, { handlers, simulation }) => {
  test("stand in for its API in a host's own test, and misbehave when they are told to", async () => {
    server.use(...handlers);
    const { settings } = fixtures.connect("https://unused.example");
    const { credentials } = fixtures;
    const dispatcher = new Agent().compose(mswBridge());
    const instance = await provider.open(fakeConnection(provider, { settings, credentials, dispatcher }));
    const [sample] = fixtures.messages ?? [];
    if (sample === undefined) throw new Error("the fixtures have no message");
    const send = () => instance.outboundMessages?.doSend(fakeTransfer(sample.message));
    simulation.misbehave({ kind: "rate-limited", retryAfterSeconds: 3 });
    expect(await send()).toMatchObject({ outcome: "try-again", retryAfterMs: 3_000 });
    expect(await send()).toMatchObject({ outcome: "received", providerMessageId: simulation.messages[0]?.id });
    expect(simulation.complaints).toEqual([]);
  });
});
