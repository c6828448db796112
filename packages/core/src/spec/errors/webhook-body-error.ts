import { ContactCenterError } from "./contact-center-error.js";

/** A body parser in front of the webhooks used up the raw bytes. See the entry `WEBHOOK_BODY_CONSUMED` of the error catalog. */
export class WebhookBodyError extends ContactCenterError {
  override readonly code = "WEBHOOK_BODY_CONSUMED";
  constructor() {
    super("WEBHOOK_BODY_CONSUMED", {});
  }
}
