import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { SendDesk } from "../outbound/send-desk.js";
import type { LoggerV1 } from "../spec/connection/logger.js";
import { ContactCenterError } from "../spec/errors/contact-center-error.js";
import { StoreError } from "../spec/errors/store-error.js";
import type { InboundMessage } from "../spec/inbound/inbound-message.js";
import type { StatedConsent } from "../spec/inbound/stated-consent.js";
import type { ConsentBook } from "./consent-book.js";

const DAY_MS = 86_400_000;

/**
 * Records what people consent to with a message, and asks them to confirm it where their channel is set up so. Reading a delivery again
 * records nothing twice and sends nothing twice.
 */
@injectable()
export class StatedConsents {
  constructor(
    @inject(TOKENS.Logger) private readonly logger: LoggerV1,
    @inject(TOKENS.ConsentBook) private readonly book: ConsentBook,
    @inject(TOKENS.SendDesk) private readonly sendDesk: SendDesk,
  ) {}

  /** Resolves when consents, and the messages that ask for confirmation, are durable. @returns whether there were any. */
  async heard(channel: Channel, eventId: string, { consents = [] }: InboundMessage): Promise<boolean> {
    for (const [index, consent] of consents.entries()) {
      const { confirmation, ...stated } = consent;
      // A dot would end it within the token.
      const consentId = `con_${eventId.replaceAll(".", "-")}-${String(index)}`;
      const waiting = confirmation && {
        secret: confirmation.secret,
        validForMs: confirmation.validForDays * DAY_MS,
      };
      const token = await this.book.state(channel.accountId, { consentId, method: "form", ...stated }, waiting);
      if (confirmation !== undefined && token !== undefined) await this.ask(channel, consentId, consent, token);
    }
    return consents.length > 0;
  }

  /** R9: the account asked for it, in the channel's settings that its administrator activated. */
  private async ask(channel: Channel, consentId: string, consent: StatedConsent, token: string): Promise<void> {
    const { confirmation, address } = consent;
    if (confirmation === undefined) return;
    const { channelId, subject, text, url } = confirmation;
    // Without the name: the question goes to a mailbox (R12), and not every channel carries names.
    const { name: _name, ...bare } = address;
    const link = `${url}${url.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
    try {
      const result = await this.sendDesk.send({
        accountId: channel.accountId,
        channelId,
        recipients: [{ address: bare }],
        content: { type: "email", subject, text: text.replaceAll("{link}", () => link) },
        idempotencyKey: `${consentId}.confirm`,
        // Without the question there could be no consent (GDPR recital 47).
        legalBasis: { basis: "legitimate-interests", purpose: "double-opt-in" },
      });
      if (!result.accepted)
        this.logger.warn("a consent's confirmation was refused", {
          channelId: channel.channelId,
          code: result.refusal.code,
        });
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // What the person wrote is not held up: the consent waits unconfirmed, and does not count.
      const code = ContactCenterError.isInstance(error) ? error.code : "CAPABILITY_FAILED";
      this.logger.error("a consent's confirmation could not be asked for", { channelId: channel.channelId, code });
    }
  }
}
