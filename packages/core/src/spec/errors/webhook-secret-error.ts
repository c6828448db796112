import { ContactCenterError } from "./contact-center-error.js";

/**
 * The credentials of a channel lack a secret its webhooks are verified with, or it is of no use. `key` names it, its value is never quoted;
 * `problem` is `missing`, `too-short` or `unreadable` (not a key of the scheme's kind).
 */
export class WebhookSecretError extends ContactCenterError {
  override readonly code = "WEBHOOK_SECRET_UNUSABLE";
  constructor(details: {
    readonly key: string;
    readonly problem: "missing" | "too-short" | "unreadable";
    readonly channelId?: string;
  }) {
    super("WEBHOOK_SECRET_UNUSABLE", details);
  }
}
