import { AnswerInvalidError, ProviderAnswerError, type ConversationSignalsV1 } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import type { TwilioConnection } from "../twilio-connection.js";

/**
 * Capability `conversationSignals`: "when you send the typing indicator, Twilio automatically marks the referenced message as read". Twilio has no
 * way to mark a message as read alone. A public beta of Twilio's.
 * @see https://www.twilio.com/docs/whatsapp/api/typing-indicators-resource
 */
export function twilioSignals(connection: TwilioConnection): ConversationSignalsV1 {
  return {
    signals: ["typing"],
    doSignal: async ({ signal, providerMessageId }) => {
      if (signal !== "typing") throw new AnswerInvalidError(["signal: Twilio has typing only"]);
      const response = await callTwilio(connection, {
        operation: "show-typing",
        method: "POST",
        endpoint: "messaging",
        path: "/v2/Indicators/Typing.json",
        form: [
          ["messageId", providerMessageId],
          ["channel", "whatsapp"],
        ],
      });
      if (response.status < 200 || response.status > 299)
        throw ProviderAnswerError.of(response, "show-typing", connection.clock.now());
    },
  };
}
