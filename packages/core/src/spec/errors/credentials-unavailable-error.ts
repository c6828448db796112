import { ContactCenterError } from "./contact-center-error.js";

/** The secrets port could not give a channel's credentials, or they do not fit. Values are never quoted. */
export class CredentialsUnavailableError extends ContactCenterError {
  override readonly code = "CREDENTIALS_UNAVAILABLE";
  constructor(details: { channelId?: string; reason?: string; issues?: readonly string[] }, options?: ErrorOptions) {
    super("CREDENTIALS_UNAVAILABLE", details, options);
  }
}
