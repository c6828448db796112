import type { InboundMessage } from "../spec/inbound/inbound-message.js";

/** A message as handlers see it: the secrets of its double opt-ins are for the person's own mailbox. */
export function withoutSecrets(message: InboundMessage): InboundMessage {
  if (message.consents === undefined) return message;
  return { ...message, consents: message.consents.map(({ confirmation: _secret, ...consent }) => consent) };
}
