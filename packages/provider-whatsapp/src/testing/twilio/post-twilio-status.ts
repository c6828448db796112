import { signTwilioWebhook } from "./sign-twilio-webhook.js";
import type { TwilioSimulation } from "./twilio-simulation.js";
import { twilioStatusWebhook } from "./twilio-webhooks.js";

/**
 * Posts a status of a message to its `StatusCallback`, signed as Twilio signs it.
 * @param status - `delivered` when absent, or `failed` where the simulation knows why.
 */
export async function postTwilioStatus(
  { options, messages }: TwilioSimulation,
  messageSid: string,
  status?: string,
  errorCode?: number,
): Promise<Response> {
  const message = messages.find(({ sid }) => sid === messageSid);
  if (message === undefined) throw new Error("the simulated Twilio has no message with this id");
  const code = errorCode ?? (status === undefined ? message.errorCode : undefined);
  const { contentType, body } = twilioStatusWebhook({
    accountSid: options.accountSid,
    messageSid,
    status: status ?? (code === undefined ? "delivered" : "failed"),
    to: message.to,
    from: message.from,
    ...(code === undefined ? {} : { errorCode: code }),
  });
  const url = message.statusCallback;
  const headers = {
    "content-type": contentType,
    "x-twilio-signature": signTwilioWebhook(url, body, options.authToken),
  };
  return (options.post ?? globalThis.fetch)(new Request(url, { method: "POST", headers, body }));
}
