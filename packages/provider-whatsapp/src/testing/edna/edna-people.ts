import type { WebhookBody } from "@plugboard/provider-testkit/conformance";
import type { EdnaSimulation } from "./edna-simulation.js";
import { ednaMessageWebhook, ednaStatusWebhook } from "./edna-webhooks.js";

/** What happens on the phones behind a simulated channel: people write, messages arrive, and the host is told. */
export class EdnaPeople {
  #messages = 0;

  /** @param post - carries a webhook to the host, with these headers. @returns the host's answer. */
  constructor(
    private readonly simulation: EdnaSimulation,
    private readonly post: (headers: Readonly<Record<string, string>>, body: string) => Promise<Response>,
  ) {}

  /** A person writes. @returns the message's id and the host's answer. */
  async writes(message: {
    /** E.164. */
    readonly from: string;
    readonly text?: string;
    readonly id?: string;
    readonly atMs?: number;
    /** Further fields of `messageContent`: a tapped button, a file, a place. */
    readonly content?: Readonly<Record<string, unknown>>;
  }): Promise<{ id: string; answer: Response }> {
    const { subjectId } = this.simulation.options;
    const id = message.id ?? String((this.#messages += 1));
    const content = { ...(message.text === undefined ? {} : { text: message.text }), ...message.content };
    const atMs = message.atMs ?? this.simulation.now();
    return { id, answer: await this.send(ednaMessageWebhook({ id, from: message.from, atMs, subjectId, content })) };
  }

  /**
   * Something becomes of a message the channel sent.
   * @param status - when absent what becomes of it by itself: `delivered`, or `cancelled` where an equal one was sent within 20 minutes before.
   */
  reports(
    requestId: string,
    status?: Parameters<typeof ednaStatusWebhook>[0]["status"],
    more: { readonly atMs?: number; readonly error?: string } = {},
  ): Promise<Response> {
    const { accepted, options } = this.simulation;
    const cancelled = accepted.find((message) => message.requestId === requestId)?.cancelled === true;
    const { atMs = this.simulation.now(), ...rest } = more;
    const { subjectId } = options;
    return this.send(
      ednaStatusWebhook({
        requestId,
        status: status ?? (cancelled ? "cancelled" : "delivered"),
        atMs,
        subjectId,
        ...rest,
      }),
    );
  }

  private send({ contentType, body }: WebhookBody): Promise<Response> {
    const { webhookKey, webhookKeyHeader = "x-api-key" } = this.simulation.options;
    const key = webhookKey === undefined ? {} : { [webhookKeyHeader]: webhookKey };
    return this.post({ "content-type": contentType, ...key }, Buffer.from(body).toString("utf8"));
  }
}
