import type { OutboundMessagesV1 } from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { callbackUrl } from "../callback-url.js";
import type { TwilioConnection } from "../twilio-connection.js";
import { twilioOutcome } from "../twilio-outcome.js";
import { smsFields } from "./sms-fields.js";

/**
 * Capability `outboundMessages` of Twilio: SMS, and MMS where media go along.
 *
 * Twilio takes no idempotency key, and the list of messages names none of ours. What settles a lost answer is the status callback, which brings our
 * reference back.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilioMessages(connection: TwilioConnection): OutboundMessagesV1 {
  const { settings, clock } = connection;
  return {
    doSend: async (transfer) => {
      const message = smsFields(transfer, settings);
      if ("refused" in message) return message.refused;
      const response = await callTwilio(connection, {
        operation: "send-message",
        transferId: transfer.transferId,
        method: "POST",
        resource: "/Messages.json",
        form: [...message.fields, ["StatusCallback", callbackUrl(settings, transfer.idempotencyKey)]],
      });
      return twilioOutcome(response, clock.now());
    },
  };
}
