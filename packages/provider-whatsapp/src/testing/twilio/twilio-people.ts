import { randomBytes } from "node:crypto";
import { signTwilioWebhook } from "./sign-twilio-webhook.js";
import type { TwilioSimulation } from "./twilio-simulation.js";
import { twilioMessageWebhook, twilioStatusWebhook } from "./twilio-webhooks.js";

/** A webhook as Twilio posts it: signed for the address Twilio knows. */
export interface TwilioPost {
  /** What the signature covers; with our reference for a status. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What happens on the phones behind a simulated sender: people write, messages arrive, and the host is told. */
export class TwilioPeople {
  /**
   * @param url - the sender's webhook, as Twilio knows it.
   * @param post - carries a webhook to the host. @returns the host's answer.
   */
  constructor(
    private readonly simulation: TwilioSimulation,
    private readonly url: string,
    private readonly post: (webhook: TwilioPost) => Promise<Response>,
  ) {}

  /** A person writes. @returns the message's id and the host's answer. */
  async writes(message: {
    /** E.164. */
    readonly from: string;
    readonly text?: string;
    readonly id?: string;
    /** Further fields of the form: a button, a place, media. */
    readonly fields?: Readonly<Record<string, string>>;
  }): Promise<{ id: string; answer: Response }> {
    const { accountSid, from: own } = this.simulation.options;
    const id = message.id ?? `SM${randomBytes(16).toString("hex")}`;
    const fields = { ...(message.text === undefined ? {} : { Body: message.text }), ...message.fields };
    const { body } = twilioMessageWebhook({ accountSid, messageSid: id, from: message.from, to: own, fields });
    return { id, answer: await this.send(this.url, body) };
  }

  /**
   * Something becomes of a message the sender sent: posted to the message's own `StatusCallback`.
   * @param status - `delivered` when absent, or `failed` with 63016 for free content outside the window.
   */
  reports(messageSid: string, status?: string, more: { readonly errorCode?: number } = {}): Promise<Response> {
    const { options, messages } = this.simulation;
    const message = messages.find(({ sid }) => sid === messageSid);
    if (message === undefined) throw new Error("the simulated Twilio has no message with this id");
    const errorCode = more.errorCode ?? (status === undefined ? message.errorCode : undefined);
    const { body } = twilioStatusWebhook({
      accountSid: options.accountSid,
      messageSid,
      status: status ?? (errorCode === undefined ? "delivered" : "failed"),
      to: message.to,
      from: message.from,
      ...(errorCode === undefined ? {} : { errorCode }),
    });
    return this.send(message.statusCallback, body);
  }

  private send(url: string, body: string): Promise<Response> {
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signTwilioWebhook(url, body, this.simulation.options.authToken),
    };
    return this.post({ url, headers, body });
  }
}
