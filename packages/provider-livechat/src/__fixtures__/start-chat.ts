import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type ContactCenter, createContactCenter, type InboundEnvelope, type Store } from "@plugboard/core";
import { memorySecrets, memoryStore } from "@plugboard/core/memory";
import { nodeWebhooks } from "@plugboard/http-adapters/node";
import { nodeWebSockets, type NodeWebSocketOptions } from "@plugboard/http-adapters/websocket";
import { onTestFinished } from "vitest";
import { livechat } from "../livechat.js";
import type { LivechatSettingsInput } from "../livechat-settings.js";
import { ChatVisitor } from "../testing/chat-visitor.js";

const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
export const ORIGIN = "https://www.example.com";
export const credentials = {
  sessionSecret: "session-secret-of-account-1-0123456789",
  identitySecret: "identity-secret-of-account-1-0123456789",
};

export interface Chat {
  readonly center: ContactCenter;
  readonly store: Store;
  readonly base: string;
  readonly port: number;
  readonly events: InboundEnvelope[];
  readonly visitor: () => ChatVisitor;
  /** Sends an answer to a visitor by the address of their message. @returns what became of it. */
  answer(to: string, text: string): Promise<{ messageId: string }>;
  /** The session a visitor has, by the message they sent first. */
  sessionOf(text: string): Promise<string>;
  stop(): Promise<void>;
}

/** A host with the chat channel `chat` of account `acme`, on loopback. */
export async function startChat(
  options: {
    readonly settings?: Partial<LivechatSettingsInput>;
    readonly store?: Store;
    readonly port?: number;
    readonly channelIsThere?: boolean;
    readonly clock?: { now(): number };
    readonly sockets?: NodeWebSocketOptions;
  } = {},
): Promise<Chat> {
  const store = options.store ?? memoryStore();
  const center = await createContactCenter({
    store,
    authority: { unchecked: "a test" },
    providers: [livechat],
    secrets: memorySecrets({ chat: credentials }),
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const settings: LivechatSettingsInput = { name: "Example", origins: [ORIGIN], countries: ["DE"], ...options.settings };
  if (options.channelIsThere !== true)
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
  const server = createServer((request, response) => void nodeWebhooks(center)(request, response));
  if (options.sockets !== undefined) server.on("upgrade", nodeWebSockets(center, options.sockets));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${String(port)}/sites/chat`;
  const stop = async (): Promise<void> => {
    // A server waits for its sockets, and they end with the center.
    await Promise.all([end(server), center.close({ graceMs: 0 })]);
  };
  onTestFinished(stop);
  return {
    center,
    store,
    base,
    port,
    events,
    stop,
    visitor: () => new ChatVisitor(base, ORIGIN),
    answer: async (to, text) => {
      const result = await center.send({
        accountId: "acme",
        channelId: "chat",
        recipients: [{ address: { kind: "session", value: to } }],
        content: { type: "text", text },
      });
      if (!result.accepted) throw new Error(`refused: ${result.refusal.code}`);
      return { messageId: result.messageId };
    },
    sessionOf: async (text) => {
      for (let tries = 0; tries < 500; tries += 1) {
        const found = events.find(({ event }) => event.type === "message" && event.text === text);
        if (found?.event.type === "message") return found.event.from.value;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error("no such message came");
    },
  };
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
