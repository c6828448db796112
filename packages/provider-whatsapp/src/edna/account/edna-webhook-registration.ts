import { AnswerInvalidError, ProviderAnswerError, type WebhookRegistrationV1 } from "@plugboard/core/spec";
import { callEdna } from "../call-edna.js";
import type { EdnaConnection } from "../edna-connection.js";

/** "URLs can contain a maximum of 500 characters", https only. */
const MAX_URL_LENGTH = 500;

/**
 * Capability `webhookRegistration`: one address for statuses, inbound messages and template statuses of this channel. edna sends it a HEAD
 * request first and wants 200. It documents no way to take an address back, so there is no `doUnregister`: deactivating
 * the channel makes the host refuse what comes.
 * @see https://docs.edna.io/kb/setting-up-callback
 */
export function ednaWebhookRegistration(connection: EdnaConnection): WebhookRegistrationV1 {
  const { subjectId } = connection.settings;
  return {
    doRegister: async ({ url }) => {
      if (!url.startsWith("https://") || url.length > MAX_URL_LENGTH)
        throw new AnswerInvalidError(["url: edna takes https addresses of at most 500 characters"]);
      const response = await callEdna(connection, {
        operation: "register-webhook",
        path: "/api/callback/set",
        body: {
          statusCallbackUrl: url,
          inMessageCallbackUrl: url,
          messageMatcherCallbackUrl: url,
          subjectId,
        },
      });
      if (response.status !== 200) throw ProviderAnswerError.of(response, "register-webhook", connection.clock.now());
      return { registrationId: `subject:${subjectId}` };
    },
  };
}
