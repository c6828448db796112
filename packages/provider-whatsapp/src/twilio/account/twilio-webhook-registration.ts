import {
  AnswerInvalidError,
  ProviderAnswerError,
  type WebhookRegistrationV1,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { callTwilio } from "../call-twilio.js";
import { senderAnswerSchema, senderPageSchema } from "../twilio-answer-schemas.js";
import type { TwilioConnection } from "../twilio-connection.js";

/** A list that goes on for longer is no list of one account's senders. */
const MOST_PAGES = 100;

/**
 * Capability `webhookRegistration`: one address for messages and statuses of the channel's sender. The Senders API was a public beta of Twilio's when it was
 * read (2026-11-22). It documents no way to take an address back, so there is no `doUnregister`.
 * @see https://www.twilio.com/docs/whatsapp/api/senders
 */
export function twilioWebhookRegistration(connection: TwilioConnection): WebhookRegistrationV1 {
  return {
    doRegister: async ({ url }) => {
      const sid = await findSender(connection);
      const response = await callTwilio(connection, {
        operation: "register-webhook",
        method: "POST",
        endpoint: "messaging",
        path: `/v2/Channels/Senders/${sid}`,
        json: {
          webhook: {
            callback_url: url,
            callback_method: "POST",
            status_callback_url: url,
            status_callback_method: "POST",
          },
        },
      });
      if (response.status !== 200 && response.status !== 202)
        throw ProviderAnswerError.of(response, "register-webhook", connection.clock.now());
      const { webhook } = readJsonAnswer(response, senderAnswerSchema);
      if (webhook?.callback_url !== url) throw new AnswerInvalidError(["webhook.callback_url: another address"]);
      return { registrationId: sid };
    },
  };
}

/** The sender's id by its number: the settings have the number alone. */
async function findSender(connection: TwilioConnection): Promise<string> {
  let query = "Channel=whatsapp&PageSize=100";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const response = await callTwilio(connection, {
      operation: "register-webhook",
      method: "GET",
      endpoint: "messaging",
      path: `/v2/Channels/Senders?${query}`,
    });
    if (response.status !== 200) throw ProviderAnswerError.of(response, "register-webhook", connection.clock.now());
    const { senders, meta } = readJsonAnswer(response, senderPageSchema);
    const found = senders.find(({ sender_id: id }) => id === `whatsapp:${connection.settings.from}`);
    if (found !== undefined) return found.sid;
    if (!meta.next_page_url) break;
    query = new URL(meta.next_page_url).search.slice(1);
  }
  throw new AnswerInvalidError(["senders: the account has no sender of this number"]);
}
