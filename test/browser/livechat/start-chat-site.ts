import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ContactCenter, createContactCenter, type InboundEnvelope, type Store } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { nodeWebSockets } from "@plugboard/http-adapters/websocket";
import { livechat, type LivechatSettingsInput } from "@plugboard/provider-livechat";

const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
export const chatCredentials = {
  sessionSecret: "session-secret-of-account-1-0123456789",
  identitySecret: "identity-secret-of-account-1-0123456789",
};

export interface ChatSiteOptions {
  readonly settings?: Partial<LivechatSettingsInput>;
  readonly store?: Store;
  /** Of the page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the host takes WebSockets. */
  readonly sockets?: boolean;
  /** HTML of the page; `{script}` is the address of the element. */
  page?(script: string): string;
}

/** A website that embeds a chat, and the host that serves it, on two origins of loopback. */
export interface ChatSite {
  readonly center: ContactCenter;
  readonly store: Store;
  readonly events: InboundEnvelope[];
  readonly url: string;
  readonly origin: string;
  readonly chatOrigin: string;
  answer(to: string, text: string): Promise<string>;
  /** The session of whoever wrote this. */
  sessionOf(text: string): Promise<string>;
  close(): Promise<void>;
}

const plainPage = (script: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Example shop</title></head>
<body><main><h1>Example shop</h1><p>Some words.</p></main><plugboard-chat></plugboard-chat>
<script type="module" src="${script}"></script></body></html>`;

export async function startChatSite(options: ChatSiteOptions = {}): Promise<ChatSite> {
  const store = options.store ?? memoryStore();
  const site = await listen(createServer());
  const origin = `http://127.0.0.1:${String(site.port)}`;
  const center = await createContactCenter({
    store,
    authority: { unchecked: "a test" },
    providers: [livechat],
    secrets: memorySecrets({ chat: chatCredentials }),
  });
  const settings: LivechatSettingsInput = {
    name: "Example shop",
    origins: [origin],
    countries: ["DE"],
    presence: "always",
    ...options.settings,
  };
  await center.channels.activate({
    accountId: "acme",
    channelId: "chat",
    providerId: "livechat",
    settings,
    secret: "chat",
    instructed: act,
    termsAccepted: act,
    shown: center.channels.disclosure("livechat", settings),
    residency: { zones: ["EEA"] },
  });
  const events: InboundEnvelope[] = [];
  center.receive((envelope) => void events.push(envelope));
  const answerer = nodeWebhooks(center);
  const chat = await listen(createServer((request, response) => void answerer(request, response)));
  if (options.sockets === true) chat.server.on("upgrade", nodeWebSockets(center));
  const chatOrigin = `http://127.0.0.1:${String(chat.port)}`;
  const script = `${chatOrigin}/sites/chat/widget.js`;
  site.server.on("request", (request, response) => {
    if (request.url === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...options.headers });
    // A host in another process, by its port.
    const elsewhere = new URL(request.url ?? "/", origin).searchParams.get("chat");
    response.end(
      (options.page ?? plainPage)(
        elsewhere === null ? script : script.replace(chatOrigin, `http://127.0.0.1:${elsewhere}`),
      ),
    );
  });
  return {
    center,
    store,
    events,
    url: `${origin}/`,
    origin,
    chatOrigin,
    answer: async (to, text) => {
      const result = await center.send({
        accountId: "acme",
        channelId: "chat",
        recipients: [{ address: { kind: "session", value: to } }],
        content: { type: "text", text },
      });
      if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
      return result.messageId;
    },
    sessionOf: async (text) => {
      for (let tries = 0; tries < 1_000; tries += 1) {
        const found = events.find(({ event }) => event.type === "message" && event.text === text);
        if (found?.event.type === "message") return found.event.from.value;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error("no such message came");
    },
    close: async () => {
      // A server waits for its sockets, and they end with the center.
      await Promise.all([end(chat.server), center.close({ graceMs: 0 })]);
      await end(site.server);
    },
  };
}

async function listen(server: Server): Promise<{ readonly server: Server; readonly port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) {
      resolve();
      return;
    }
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
