import type { OutboundMessagesV1, SendOutcomeInput, TransferV1 } from "@plugboard/core/spec";
import type { CloudRoute } from "./cloud-route.js";
import { checkContent } from "./compose/check-content.js";
import { composeBody } from "./compose/compose-body.js";
import { outcomeOfUploadFault } from "./errors/outcome-of-upload-fault.js";
import { outcomeOfAnswer } from "./errors/outcome-of-answer.js";
import { cloudMediaStore } from "./media/cloud-media-store.js";
import { withUploadedMedia } from "./media/with-uploaded-media.js";

/** A message is answered at once; only files take longer. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Capability `outboundMessages` of the Cloud API. Files that come as bytes are uploaded in the same transfer; a fault there is certain, because no message
 * was posted yet. The API takes no idempotency key: our id goes along as `biz_opaque_callback_data` and comes back with every status, which settles
 * a message whose answer was lost.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export function cloudMessages(route: CloudRoute): OutboundMessagesV1 {
  const media = cloudMediaStore(route);
  return {
    doSend: async (transfer: TransferV1): Promise<SendOutcomeInput> => {
      const { transferId, message } = transfer;
      const refusal = checkContent(message.content);
      if (refusal !== undefined) return refusal;
      let content = message.content;
      try {
        content = await withUploadedMedia(
          content,
          async (file) => (await media.doUpload({ transferId, ...file })).mediaId,
        );
      } catch (error) {
        const outcome = outcomeOfUploadFault(error);
        if (outcome === undefined) throw error;
        return outcome;
      }
      const body = composeBody({ ...message, content });
      const response = await route.call({
        operation: "send-message",
        transferId,
        method: "POST",
        path: route.messagesPath,
        timeoutMs: ANSWER_WITHIN_MS,
        contentType: "application/json",
        body: JSON.stringify({ ...body, biz_opaque_callback_data: transfer.idempotencyKey }),
      });
      return outcomeOfAnswer(response, route.now());
    },
  };
}
