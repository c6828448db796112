import { defineProvider } from "@plugboard/core/spec";
import { livechatMedia } from "./files/livechat-media.js";
import { parseDelivery } from "./inbound/parse-delivery.js";
import { livechatCredentialsSchema } from "./livechat-credentials.js";
import { livechatManifest } from "./livechat-manifest.js";
import { livechatSettingsSchema } from "./livechat-settings.js";
import { livechatRights } from "./rights/livechat-rights.js";
import { livechatMessages } from "./send/livechat-messages.js";
import { ChatServer } from "./serve/chat-server.js";
import { makeChatContext } from "./serve/make-chat-context.js";
import { livechatProbe } from "./signals/livechat-probe.js";
import { livechatSignals } from "./signals/livechat-signals.js";

/** Live chat on the account's website: the element for visitors, their conversations, and the channel of the host behind both. */
export const livechat = defineProvider({
  manifest: livechatManifest,
  settings: livechatSettingsSchema,
  credentials: livechatCredentialsSchema,
  open(connection) {
    const context = makeChatContext(connection);
    const server = new ChatServer(context);
    context.sweep.start();
    return {
      outboundMessages: livechatMessages(context),
      inboundEvents: { doParse: parseDelivery },
      media: livechatMedia(context),
      conversationSignals: livechatSignals(context),
      subjectRights: livechatRights(context),
      probe: livechatProbe(context),
      site: { doServe: (request) => server.answer(request), doRefuse: (request) => server.refuse(request) },
      close: () => {
        context.streams.close();
        return context.sweep.stop();
      },
    };
  },
});
