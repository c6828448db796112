import { injectable } from "tsyringe";

/** Answers webhooks. */
@injectable()
export class WebhookDesk {
  answer(_request: Request): Promise<Response> {
    return Promise.resolve(new Response(null, { status: 404 }));
  }
}
