import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ContactCenter, createContactCenter, type Store } from "@plugboard/core";
import { memorySecrets } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { livechat } from "@plugboard/provider-livechat";
import { OperatorDesk } from "./operator-desk.js";
import { operatorPages } from "./operator-pages.js";

const CHANNEL = { accountId: "lamp-shop", channelId: "chat" } as const;
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const CHAT = /^\/(?:sites|webhooks)\//;

/** A shop with a chat, and the desk that answers it, on one local server. */
export interface ChatShop {
  readonly center: ContactCenter;
  readonly shopUrl: string;
  /** With the operator's key, in the fragment. */
  readonly operatorUrl: string;
  close(): Promise<void>;
}

export async function startChatShop(store: Store, port = 0): Promise<ChatShop> {
  const center = await createContactCenter({
    store,
    authority: { unchecked: "an example with one account" },
    providers: [livechat],
    secrets: memorySecrets({ chat: { sessionSecret: randomBytes(32).toString("base64url") } }),
  });
  const desk = new OperatorDesk(center, CHANNEL);
  const key = randomBytes(18).toString("base64url");
  const chat = nodeWebhooks(center);
  const pages = operatorPages(desk, key);
  const server = createServer(
    (request, response) => void (CHAT.test(request.url ?? "") ? chat : pages)(request, response),
  );
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const settings = {
    name: "Lamp shop",
    origins: [origin],
    countries: ["DE"],
    greeting: { en: "Hello! Which room is it for?", de: "Hallo! Für welchen Raum soll sie sein?" },
  };
  await center.channels.activate({
    ...CHANNEL,
    providerId: "livechat",
    settings,
    secret: "chat",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("livechat", settings),
    residency: { zones: ["EEA"] },
  });
  return {
    center,
    shopUrl: `${origin}/`,
    operatorUrl: `${origin}/operator#${key}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await center.close({ graceMs: 1_000 });
    },
  };
}
