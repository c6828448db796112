import type { TwilioSettings } from "./twilio-settings.js";

/** What a callback is about, in its query: Twilio posts the same fields for several things. */
export type CallbackTopic = "status" | "gather" | "record" | "recording" | "dial" | "queue" | "machine";

/** The channel's webhook with what comes back: our reference, and what it is about. Twilio calls exactly this address, and signs it with its query. */
export function callbackUrl(
  { webhookUrl }: TwilioSettings,
  reference: string,
  topic?: CallbackTopic,
  step?: number,
): string {
  const url = new URL(webhookUrl);
  url.searchParams.set("ref", reference);
  if (topic !== undefined) url.searchParams.set("on", topic);
  // The same key pressed at two questions is two answers.
  if (step !== undefined) url.searchParams.set("step", String(step));
  return url.href;
}
