import type { ConversationSignalsV1 } from "@plugboard/core/spec";
import { readMessageId } from "../inbound/message-id.js";
import type { ChatContext } from "../serve/chat-context.js";

/** What a visitor is shown without a message: that theirs was read, that somebody writes, that somebody is there. */
export function livechatSignals({ logs, streams, presence }: ChatContext): ConversationSignalsV1 {
  return {
    signals: ["read", "typing"],
    doSignal: async ({ signal, providerMessageId }) => {
      const named = readMessageId(providerMessageId);
      if (named === undefined) return;
      const log = await logs.byReference(named.reference);
      if (log !== undefined && signal === "typing") streams.typing(log.sessionId);
      if (signal === "typing") return;
      const seq = log?.seqOf("visitor", named.id);
      if (log === undefined || seq === undefined) return;
      await log.update(({ operatorReadSeq }) =>
        Promise.resolve(seq <= operatorReadSeq ? undefined : { session: { operatorReadSeq: seq } }),
      );
    },
    doPresence: ({ state }) => {
      presence.say(state === "available");
      streams.presence(presence.isAttended);
      return Promise.resolve();
    },
  };
}
