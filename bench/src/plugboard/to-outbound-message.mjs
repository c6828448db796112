import { createMessage } from "../message.mjs";

/**
 * The measured message as `send` takes it.
 * @param {number} index
 * @param {{ accountId: string, channelId: string }} channel
 */
export function toOutboundMessage(index, { accountId, channelId }) {
  const { to, text } = createMessage(index);
  return {
    accountId,
    channelId,
    recipients: [{ address: { kind: "phone", value: to } }],
    content: { type: "text", text },
  };
}
