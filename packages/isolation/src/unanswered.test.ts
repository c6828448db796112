import { createContactCenter } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { httpFaultCases, startFaultServer } from "@plugboard/provider-testkit";
import { expect, onTestFinished, test } from "vitest";
import { buildModule } from "./__fixtures__/build-module.js";
import { hastyProvider } from "./__fixtures__/http-connector.js";
import { builtChild } from "./__fixtures__/isolate.js";
import { isolateProvider } from "./isolate-provider.js";

const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const current = { apiKey: "k".repeat(20), webhookSecret: `whsec_${"A".repeat(32)}` };

/** A host with the isolated connector, whose provider plays these steps in every exchange. */
async function openHost(steps: (typeof httpFaultCases)[number]["steps"]) {
  const server = await startFaultServer({ script: () => steps });
  const isolated = await isolateProvider(
    {
      entry: await buildModule(new URL("./__fixtures__/http-connector.ts", import.meta.url), "hasty"),
      exportName: "hastyProvider",
      manifest: hastyProvider.manifest,
    },
    { child: await builtChild() },
  );
  const center = await createContactCenter({
    store: memoryStore(),
    authority: { unchecked: "a test" },
    providers: [isolated.provider],
    secrets: { resolve: () => Promise.resolve({ current }) },
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.1"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  onTestFinished(async () => {
    await center.close({ graceMs: 0 });
    isolated.close();
    await server.close();
  });
  const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
  const channel = { accountId: "acme", channelId: "c1", providerId: "hasty", settings, secret: "s" };
  const shown = center.channels.disclosure("hasty", settings);
  await center.channels.activate({
    ...channel,
    shown,
    instructed: act,
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
  return { center, server };
}

// What is told apart in the host's process by the one code or the other is one outcome here: the provider may have the message.
const unanswered = httpFaultCases.filter((one) => one.untilDeadline === true && one.scheme !== "https");

test.each(unanswered.map((one) => [one.name, one] as const))(
  "%s: the message is unknown when its time is over, and goes out once",
  async (_name, { steps }) => {
    const { center, server } = await openHost(steps);
    const result = await center.send({
      accountId: "acme",
      channelId: "c1",
      recipients: [{ address: { kind: "phone", value: "+4930123456" } }],
      content: { type: "text", text: "Hello" },
    });
    const status = result.accepted ? await center.messages.settled("acme", result.messageId) : undefined;
    expect(status).toMatchObject({
      state: "unknown",
      code: expect.stringMatching(/^A(NSWER|TTEMPT)_TIMEOUT$/) as string,
    });
    expect(server.exchanges).toHaveLength(1);
  },
);
