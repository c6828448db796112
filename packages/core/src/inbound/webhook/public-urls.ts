import type { WebhookOptions } from "./webhook-options.js";
import type { WebhookRequestV1 } from "./webhook-request.js";

const HOST = /^[A-Za-z0-9.-]{1,253}(?::\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?$/;

/**
 * The address the provider called, as the host is configured: its public one, or that of the request with what a trusted proxy says.
 * @param route - the end of the target from `/webhooks/` on, query included.
 * @returns none when the request does not say.
 */
export function publicUrls(
  request: Pick<WebhookRequestV1, "protocol" | "header" | "target"> & Partial<WebhookRequestV1>,
  route: string,
  options: WebhookOptions,
): readonly string[] {
  if (options.publicBaseUrl !== undefined) return [options.publicBaseUrl.replace(/\/$/, "") + route];
  const forwarded = (name: string): string | undefined => (options.trustForwarded ? request.header(name) : undefined);
  const protocol = oneOf(forwarded("x-forwarded-proto"), ["http", "https"]) ?? request.protocol;
  const forwardedHost = forwarded("x-forwarded-host");
  const host = forwardedHost !== undefined && HOST.test(forwardedHost) ? forwardedHost : request.header("host");
  return host !== undefined && HOST.test(host) ? [`${protocol}://${host}${request.target}`] : [];
}

function oneOf(value: string | undefined, allowed: readonly string[]): string | undefined {
  return value !== undefined && allowed.includes(value) ? value : undefined;
}
