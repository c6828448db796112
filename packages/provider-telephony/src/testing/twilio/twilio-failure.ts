import { jsonAnswer } from "../simulator/json-answer.js";

/** An error as Twilio answers it. https://www.twilio.com/docs/usage/twilios-response */
export function twilioFailure(status: number, code: number, headers: Readonly<Record<string, string>> = {}): Response {
  const info = `https://www.twilio.com/docs/errors/${code}`;
  return jsonAnswer(status, { code, message: "as simulated", more_info: info, status }, headers);
}
