import type { WebhookAnswerV1, WebhookRequestV1 } from "@plugboard/core";

/** What an adapter needs of a `ContactCenter`. */
export interface WebhookCenter {
  answerWebhook(request: WebhookRequestV1): Promise<WebhookAnswerV1>;
}
