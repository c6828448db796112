import { createMemoryState } from "@chat-adapter/state-memory";
import { createWhatsAppAdapter } from "@chat-adapter/whatsapp";
import { Chat } from "chat";
import { createMessage } from "../message.mjs";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** vercel/chat: its WhatsApp adapter's `postMessage`, state in memory; it brings its own HTTP client. @type {import("../probes/open-variant.mjs").Variant} */
export default {
  async open({ providerUrls }, onDone) {
    const whatsapp = createWhatsAppAdapter({
      accessToken: "bench",
      appSecret: "bench",
      verifyToken: "bench",
      phoneNumberId: "15550199999",
      apiUrl: providerUrls[0],
      logger: silent,
    });
    const chat = new Chat({ userName: "bench", adapters: { whatsapp }, state: createMemoryState(), logger: silent });
    await chat.initialize();
    return {
      async submit(index) {
        const { to, text } = createMessage(index);
        const threadId = whatsapp.encodeThreadId({ phoneNumberId: "15550199999", userWaId: to.slice(1) });
        await whatsapp.postMessage(threadId, text);
        onDone(index);
      },
      close: () => chat.shutdown(),
    };
  },
};
