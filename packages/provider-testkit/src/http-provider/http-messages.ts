import {
  ContactCenterError,
  type ConnectionV1,
  type HttpResponseV1,
  type Idempotency,
  type OutboundMessagesV1,
  type SendOutcomeInput,
  type TransferV1,
  outcomeOfStatus,
  readJsonAnswer,
} from "@plugboard/core/spec";
import { acceptedAnswerSchema, refusedAnswerSchema } from "./http-api-schemas.js";
import type { HttpProviderCredentials } from "./http-provider-credentials.js";
import type { HttpProviderSettings } from "./http-provider-settings.js";

/** The provider's own codes that say more than the status. Every other one means what its status means. */
const KNOWN_REFUSALS: Readonly<Record<string, SendOutcomeInput>> = {
  recipient_unknown: {
    outcome: "refused",
    code: "RECIPIENT_UNKNOWN",
    party: "recipient",
    providerCode: "recipient_unknown",
  },
  recipient_opted_out: {
    outcome: "refused",
    code: "RECIPIENT_OPTED_OUT",
    party: "recipient",
    providerCode: "recipient_opted_out",
    suppress: "opt-out",
  },
};

/** Capability `outboundMessages` of the plain HTTP provider. */
export function httpMessages(
  { http, credentials, clock }: ConnectionV1<HttpProviderSettings, HttpProviderCredentials>,
  mode: Idempotency["mode"],
): OutboundMessagesV1 {
  /** Where reports settle an unknown outcome, the reference is the id: it is the only name both sides know from the start. */
  const received = (response: HttpResponseV1, transfer: TransferV1): SendOutcomeInput => {
    const answer = readJsonAnswer(response, acceptedAnswerSchema);
    return {
      outcome: "received",
      providerMessageId: mode === "callback" ? transfer.idempotencyKey : answer.id,
      ...(answer.received_at ? { receivedAt: answer.received_at } : {}),
    };
  };

  const outcomeOf = (response: HttpResponseV1, transfer: TransferV1): SendOutcomeInput => {
    try {
      if (response.status >= 200 && response.status < 300) return received(response, transfer);
      if (response.status >= 400 && response.status < 500) {
        const known = KNOWN_REFUSALS[readJsonAnswer(response, refusedAnswerSchema).error.code];
        if (known) return known;
      }
    } catch (error) {
      // An answer without the expected body still has its status.
      if (!ContactCenterError.isInstance(error) || error.code !== "ANSWER_INVALID") throw error;
    }
    return outcomeOfStatus(response, clock.now());
  };

  const doSend = async (transfer: TransferV1): Promise<SendOutcomeInput> => {
    const { content, recipients, sender, replyToProviderMessageId } = transfer.message;
    const recipient = recipients[0];
    if (content.type !== "text" || recipient === undefined) {
      return { outcome: "refused", code: "CONTENT_UNSUPPORTED", party: "account" };
    }
    const { current } = await credentials.resolve();
    const response = await http.request({
      operation: "send-message",
      transferId: transfer.transferId,
      method: "POST",
      endpoint: "api",
      path: "/messages",
      headers: {
        authorization: `Bearer ${current.apiKey}`,
        "content-type": "application/json",
        ...(mode === "key" ? { "idempotency-key": transfer.idempotencyKey } : {}),
      },
      body: JSON.stringify({
        reference: transfer.idempotencyKey,
        to: recipient.address.value,
        ...(sender ? { from: sender.value } : {}),
        text: content.text,
        ...(replyToProviderMessageId ? { in_reply_to: replyToProviderMessageId } : {}),
      }),
    });
    return outcomeOf(response, transfer);
  };

  const doLookup = async (transfer: TransferV1): Promise<SendOutcomeInput> => {
    const { current } = await credentials.resolve();
    // Without the transfer, which is open for the sending alone: the reference is ours and no personal data.
    const response = await http.request({
      operation: "find-message",
      method: "GET",
      endpoint: "api",
      path: `/messages/by-reference/${encodeURIComponent(transfer.idempotencyKey)}`,
      headers: { authorization: `Bearer ${current.apiKey}` },
    });
    // This API answers 404 only after its own write is complete: certain that the message never arrived.
    if (response.status === 404) return { outcome: "try-again", code: "NOT_RECEIVED", party: "network" };
    if (response.status !== 200) return { outcome: "unknown", code: "LOOKUP_FAILED", party: "provider" };
    return outcomeOf(response, transfer);
  };

  return mode === "lookup" ? { doSend, doLookup } : { doSend };
}
