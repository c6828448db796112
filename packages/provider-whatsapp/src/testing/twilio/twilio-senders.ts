import { jsonAnswer } from "../simulator/json-answer.js";
import { twilioFailure } from "./twilio-failure.js";
import { senderUpdateSchema } from "./twilio-request-schemas.js";

interface Sender {
  readonly sid: string;
  readonly sender_id: string;
  readonly status: "ONLINE";
  webhook: unknown;
}

/** The WhatsApp senders of a simulated account: another number's, and the channel's own. */
export class TwilioSenders {
  readonly #senders: Sender[];

  constructor(from: string) {
    this.#senders = ["+14155550199", from].map((number, index) => ({
      sid: `XE${String(index + 1).padStart(32, "0")}`,
      sender_id: `whatsapp:${number}`,
      status: "ONLINE",
      webhook: null,
    }));
  }

  /** Where the sender's messages are posted to, as registered. */
  webhookOf(number: string): unknown {
    return this.#senders.find(({ sender_id: id }) => id === `whatsapp:${number}`)?.webhook;
  }

  /** One sender a page, however many are asked for. */
  list(query: URLSearchParams): Response {
    if (query.get("Channel") !== "whatsapp") return twilioFailure(400, 20_001);
    const page = Number(query.get("Page") ?? "0");
    const next = `https://messaging.twilio.com/v2/Channels/Senders?PageSize=1&Page=${String(page + 1)}&Channel=whatsapp`;
    const senders = this.#senders.slice(page, page + 1);
    return jsonAnswer(200, { senders, meta: { next_page_url: page + 1 < this.#senders.length ? next : null } });
  }

  /** `undefined`: the request breaks the API's rules. */
  update(sid: string, body: unknown): Response | undefined {
    const parsed = senderUpdateSchema.safeParse(body);
    if (!parsed.success) return undefined;
    const sender = this.#senders.find((one) => one.sid === sid);
    if (sender === undefined) return twilioFailure(404, 20_404);
    sender.webhook = parsed.data.webhook;
    return jsonAnswer(202, sender);
  }
}
