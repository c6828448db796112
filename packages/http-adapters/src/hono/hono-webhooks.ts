/** What is needed of a `ContactCenter`. */
export interface FetchCenter {
  fetch(request: Request, visitor?: { readonly clientAddress?: string | undefined }): Promise<Response>;
}

/** What is needed of Hono's context. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** On Node: what `@hono/node-server` puts there. */
  readonly env?: unknown;
}

/**
 * Answers the webhooks of providers in Hono: `app.all("/webhooks/*", honoWebhooks(center))`, below any prefix, and the
 * pages of channels in the same way: `app.all("/sites/*", honoWebhooks(center))`. A middleware that read the body
 * before makes it throw `WebhookBodyError`, which says what to do.
 */
export function honoWebhooks(center: FetchCenter): (context: HonoContext) => Promise<Response> {
  return (context) => center.fetch(context.req.raw, { clientAddress: clientAddressOf(context.env) });
}

function clientAddressOf(env: unknown): string | undefined {
  if (typeof env !== "object" || env === null || !("incoming" in env)) return undefined;
  const { incoming } = env as { incoming?: { socket?: { remoteAddress?: unknown } } };
  const address = incoming?.socket?.remoteAddress;
  return typeof address === "string" ? address : undefined;
}
