import type { ConversationSignal } from "@plugboard/core/spec";

/**
 * Marks a person's message as read and, with `typing`, shows that an answer is being written, for 25 seconds at most.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
 */
export function signalBody(signal: ConversationSignal, providerMessageId: string): Record<string, unknown> {
  return {
    messaging_product: "whatsapp",
    status: "read",
    message_id: providerMessageId,
    ...(signal === "typing" ? { typing_indicator: { type: "text" } } : {}),
  };
}
