import type { OutboundMessagesV1 } from "@plugboard/core/spec";
import { refused } from "../../refusal/refused.js";
import { callVoximplant } from "../call-voximplant.js";
import { digitsOf } from "../digits-of.js";
import { ownSenders } from "../../senders/own-senders.js";
import { smsAnswerSchema } from "../voximplant-answer-schemas.js";
import type { VoximplantConnection } from "../voximplant-connection.js";
import { voximplantOutcome } from "../voximplant-outcome.js";

/** Half of a pair of surrogates: a form cannot carry it, and would have U+FFFD instead (R8). */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Capability `outboundMessages` of Voximplant: SMS from a number of the account. It takes no key, tells no delivery of such messages, and finds none by a
 * reference: an unknown outcome stays.
 * @see https://voximplant.com/docs/references/httpapi/sms#sendsmsmessage
 */
export function voximplantMessages(connection: VoximplantConnection): OutboundMessagesV1 {
  const { settings, clock } = connection;
  return {
    doSend: async ({ message, transferId }) => {
      const to = message.recipients[0]?.address;
      if (to?.kind !== "phone" || message.recipients.length !== 1) return refused("ADDRESS_UNSUPPORTED").refused;
      if (message.replyToProviderMessageId !== undefined) return refused("REPLY_CONTEXT_UNSUPPORTED").refused;
      if (message.content.type !== "text") return refused("CONTENT_UNSUPPORTED").refused;
      if (LONE_SURROGATE.test(message.content.text)) return refused("CONTENT_NOT_UNICODE").refused;
      if (message.sender !== undefined && message.sender.kind !== "phone") return refused("SENDER_UNSUPPORTED").refused;
      const sender = message.sender?.value ?? settings.from;
      if (!ownSenders(settings).includes(sender)) return refused("SENDER_UNSUPPORTED").refused;
      const response = await callVoximplant(connection, {
        operation: "send-message",
        transferId,
        method: "SendSmsMessage",
        parameters: {
          source: digitsOf(sender),
          destination: digitsOf(to.value),
          sms_body: message.content.text,
        },
      });
      return voximplantOutcome(response, smsAnswerSchema, ({ message_id: id }) => String(id), clock.now());
    },
  };
}
