import { type ApiHandlers, apiHandlers } from "./api-handlers.js";
import { brevoApi } from "./brevo-api.js";

/** Brevo's other side, for a test of a host that intercepts: `setupServer(...brevoHandlers(apiKey).handlers)`. */
export function brevoHandlers(apiKey: string): ApiHandlers {
  return apiHandlers("https://api.brevo.com", brevoApi(apiKey));
}
