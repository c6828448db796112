import { type ApiHandlers, apiHandlers } from "./api-handlers.js";
import { postmarkApi } from "./postmark-api.js";

/** Postmark's other side, for a test of a host that intercepts: `setupServer(...postmarkHandlers(serverToken).handlers)`. */
export function postmarkHandlers(serverToken: string): ApiHandlers {
  return apiHandlers("https://api.postmarkapp.com", postmarkApi(serverToken));
}
