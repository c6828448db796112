/** What is needed of a `ContactCenter`. */
export interface FetchCenter {
  fetch(request: Request): Promise<Response>;
}

/** What is needed of Hono's context. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
}

/**
 * Answers the webhooks of providers in Hono: `app.all("/webhooks/*", honoWebhooks(center))`, below any prefix. A middleware that read the body
 * before makes it throw {@link WebhookBodyError}, which says what to do.
 */
export function honoWebhooks(center: FetchCenter): (context: HonoContext) => Promise<Response> {
  return (context) => center.fetch(context.req.raw);
}
