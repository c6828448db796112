import { createMemoryState } from "@chat-adapter/state-memory";
import { createWhatsAppAdapter } from "@chat-adapter/whatsapp";
import { serve } from "@hono/node-server";
import { Chat } from "chat";
import { Hono } from "hono";
import { APP_SECRET } from "../create-webhook.mjs";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** vercel/chat's webhook path for WhatsApp behind hono, state in memory: nothing is kept. */
export default async function start() {
  const whatsapp = createWhatsAppAdapter({
    accessToken: "bench",
    appSecret: APP_SECRET,
    verifyToken: "bench",
    phoneNumberId: "15550199999",
    apiUrl: "http://127.0.0.1:9",
    logger: silent,
  });
  const chat = new Chat({ userName: "bench", adapters: { whatsapp }, state: createMemoryState(), logger: silent });
  await chat.initialize();
  let handled = 0;
  chat.onNewMention(async () => void (handled += 1));
  chat.onNewMessage?.(/./, async () => void (handled += 1));
  const app = new Hono();
  app.post("/webhook", (context) => chat.webhooks.whatsapp(context.req.raw));
  const port = await new Promise((resolve) =>
    serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => resolve(info.port)),
  );
  return { port, path: "/webhook", handled: () => handled };
}
