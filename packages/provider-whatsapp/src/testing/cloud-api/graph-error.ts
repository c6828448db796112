import { jsonAnswer } from "../simulator/json-answer.js";

/** An error as the Graph API answers it. @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
export function graphError(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = {
    error: {
      message: `(#${code}) ${message}`,
      type: "OAuthException",
      code,
      error_data: { messaging_product: "whatsapp", details: message },
      fbtrace_id: "AbCdEfGhIjKlMnOpQrStUvWx",
    },
  };
  return jsonAnswer(status, body, headers);
}
