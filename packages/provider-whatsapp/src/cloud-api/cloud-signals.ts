import type { ConversationSignalsV1 } from "@plugboard/core/spec";
import { checkedCall } from "./checked-call.js";
import type { CloudRoute } from "./cloud-route.js";
import { signalBody } from "./compose/signal-body.js";

/** Capability `conversationSignals` of the Cloud API: `typing` marks the message as read too. */
export function cloudSignals(route: CloudRoute): ConversationSignalsV1 {
  return {
    signals: ["read", "typing"],
    doSignal: async ({ signal, providerMessageId }) => {
      await checkedCall(route, {
        operation: "signal",
        method: "POST",
        path: route.messagesPath,
        contentType: "application/json",
        body: JSON.stringify(signalBody(signal, providerMessageId)),
      });
    },
  };
}
