// The host process that the rows of inbound kill. Plain JavaScript, so that it runs from the build as well as from source.
// Prints its port, then a line per event its handler was shown; what is printed was true when it was printed.
import { createServer } from "node:http";
import { createContactCenter } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { createHttpProvider } from "@plugboard/provider-testkit/http-provider";
import { sqliteStore } from "@plugboard/store-sqlite";
import { say } from "./say.mjs";

/** @type {import("./inbound-order.js").InboundOrder} */
const order = JSON.parse(process.argv[2] ?? "{}");
const act = { actor: "ann", authority: "administrator", at: "2026-11-21T00:00:00Z" };

function openStore() {
  const store = sqliteStore(order.database);
  if (!order.mutant) return store;
  // The mutant says that a group is durable half a second before it is.
  const commit = store.commit.bind(store);
  store.commit = (group) => {
    setTimeout(() => commit(group).catch(() => undefined), 500);
    return Promise.resolve([]);
  };
  return store;
}

const center = await createContactCenter({
  store: openStore(),
  authority: { unchecked: "a fault row acts for its own accounts" },
  providers: [createHttpProvider()],
  secrets: memorySecrets({ http: { apiKey: "test-api-key", webhookSecret: order.secret } }),
  egress: { dangerouslyAllowPrivateAddresses: ["127.0.0.0/8"], dangerouslyAllowPlainText: ["127.0.0.1"] },
});
if (center.channels.list("acme").length === 0) {
  const settings = { baseUrl: "http://127.0.0.1:9", countries: ["DE"] };
  await center.channels.activate({
    accountId: "acme",
    channelId: "c1",
    providerId: "http",
    settings,
    secret: "http",
    shown: center.channels.disclosure("http", settings),
    instructed: act,
    termsAccepted: act,
    residency: { zones: ["EEA"] },
  });
}
// Slow enough to be killed between a delivery's acknowledgement and its handling.
center.receive(async ({ event, eventId }) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (event.type === "message") say(`shown ${eventId} ${event.providerMessageId}`);
});
const server = createServer(nodeWebhooks(center)).listen(0, "127.0.0.1", () => say(`port ${server.address().port}`));
process.once("SIGTERM", () => {
  server.closeAllConnections();
  server.close();
  void center.close({ graceMs: 5_000 }).then(() => {
    say("closed");
    process.exit(0);
  });
});
