import type { TwilioSettings } from "./twilio-settings.js";

/** What a callback is about, in its query: Twilio posts the same fields for several things. */
export type CallbackTopic =
  "status" | "recording" | "machine" | "gather" | "dial" | "transfer" | "queue" | FinishedVerb;
/** After which verb a call asks; `wait`: after the silence that `answer` began. */
type FinishedVerb = "wait" | "say" | "play" | "send-digits" | "record";

/** The channel's webhook with what comes back: our reference, and what it is about. Twilio calls exactly this address, and signs it with its query. */
export function callbackUrl(
  { webhookUrl }: TwilioSettings,
  reference: string,
  topic?: CallbackTopic,
  step?: number,
): string {
  // The same key pressed at two questions is two answers.
  const counted = step === undefined ? "" : `&step=${String(step)}`;
  const about = topic === undefined ? "" : `&on=${topic}`;
  return `${baseOf(webhookUrl)}ref=${encodeURIComponent(reference)}${about}${counted}`;
}

const MOST_KEPT = 1_024;
const bases = new Map<string, string>();

/** An address as Twilio will call it, up to our own part of its query. Read once: a call has several of them in each answer. */
function baseOf(webhookUrl: string): string {
  const known = bases.get(webhookUrl);
  if (known !== undefined) return known;
  const url = new URL(webhookUrl);
  url.hash = "";
  const base = `${url.href}${url.search === "" ? "?" : "&"}`;
  if (bases.size >= MOST_KEPT) bases.clear();
  bases.set(webhookUrl, base);
  return base;
}
