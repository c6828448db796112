import { createHttpProvider, startHttpProviderServer } from "@plugboard/provider-testkit";
import { expect, test } from "vitest";
import { memorySecrets, memoryStore } from "../ports/memory/index.js";
import { createContactCenter } from "./create-contact-center.js";

test("smoke", async () => {
  const server = await startHttpProviderServer({ apiKey: "12345678" });
  const center = await createContactCenter({
    store: memoryStore(),
    providers: [createHttpProvider()],
    secrets: memorySecrets({
      key: { apiKey: "12345678", webhookSecret: `whsec_${Buffer.alloc(24).toString("base64")}` },
    }),
    egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
  });
  const settings = { baseUrl: server.baseUrl, countries: ["DE"] };
  const by = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" } as const;
  const providerId = center.providers.list()[0]?.manifest.id ?? "";
  const activation = await center.channels.activate({
    accountId: "acme",
    channelId: "sms",
    providerId,
    settings,
    secret: "key",
    instructed: by,
    shown: center.channels.disclosure(providerId, settings),
    termsAccepted: by,
    residency: { zones: ["EEA"] },
  });
  expect(activation).toEqual({ activated: true, channelId: "sms" });
  const sent = await center.send({
    accountId: "acme",
    channelId: "sms",
    recipients: [{ address: { kind: "phone", value: "+491234567" } }],
    content: { type: "text", text: "hello" },
  });
  console.log(sent);
  if (!sent.accepted) throw new Error();
  console.log(await center.messages.settled("acme", sent.messageId));
  console.log(await center.ledger.entries({ accountId: "acme" }), await center.ledger.audit({ accountId: "acme" }));
  console.log(center.availability.channel("acme", "sms"));
  await center.close();
  await server.close();
});
