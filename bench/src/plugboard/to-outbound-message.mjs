import { createMessage } from "../message.mjs";

/**
 * The measured message as `send` takes it.
 * @param {number} index
 * @param {{ accountId: string, channelId: string }} channel
 * @param {{ basis: string, purpose: string }} [legalBasis]
 */
export function toOutboundMessage(index, { accountId, channelId }, legalBasis) {
  const { to, text } = createMessage(index);
  return {
    accountId,
    channelId,
    recipients: [{ address: { kind: "phone", value: to } }],
    content: { type: "text", text },
    ...(legalBasis === undefined ? {} : { legalBasis }),
  };
}
