import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ContactCenter, createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { webform } from "@plugboard/provider-webform";
import { contactForm } from "./contact-form.js";
import { shopPage } from "./shop-page.js";

const administrator = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;

/** A host and a shop in one process, each on its own origin. */
export interface Shop {
  readonly center: ContactCenter;
  /** The shop's page. */
  readonly shop: string;
  /** The form's own page, which needs no script. */
  readonly form: string;
  readonly close: () => Promise<void>;
}

/** @param onMessage - what the shop does with a message. */
export async function startShop(onMessage: (envelope: InboundEnvelope) => void): Promise<Shop> {
  const center = await createContactCenter({
    // What may be lost: a real host takes `sqliteStore(path)` of @plugboard/store-sqlite.
    store: memoryStore(),
    authority: { unchecked: "an example acts for its own account" },
    providers: [webform],
    secrets: memorySecrets({ form: { signingKey: "an-example-key-that-a-real-host-makes-at-random" } }),
  });
  const answer = nodeWebhooks(center);
  const host = await listen(createServer((request, response) => void answer(request, response)));
  const form = `http://127.0.0.1:${String(portOf(host))}/sites/contact`;
  const site = await listen(
    createServer((request, response) => {
      const isPage = request.url === "/";
      response.writeHead(isPage ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
      response.end(isPage ? shopPage(form) : "");
    }),
  );
  const shop = `http://localhost:${String(portOf(site))}`;
  const settings = { form: contactForm, countries: ["DE"], origins: [shop] };
  await center.channels.activate({
    accountId: "shop",
    channelId: "contact",
    providerId: "webform",
    settings,
    secret: "form",
    instructed: administrator,
    termsAccepted: administrator,
    shown: center.channels.disclosure("webform", settings),
    residency: { zones: ["EEA"] },
  });
  center.receive(onMessage);
  return {
    center,
    shop,
    form,
    close: async () => {
      for (const server of [host, site]) {
        server.closeAllConnections();
        server.close();
      }
      await center.close({ graceMs: 0 });
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
