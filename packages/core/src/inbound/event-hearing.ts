import { inject, injectable } from "tsyringe";
import type { CallQuestions } from "../calls/call-questions.js";
import type { OptOutDesk } from "../consent/opt-out-desk.js";
import type { StatedConsents } from "../consent/stated-consents.js";
import { TOKENS } from "../di/tokens.js";
import type { Channel } from "../host/channel.js";
import type { ServiceWindows } from "../outbound/service-windows.js";
import type { ConversationEvent } from "../spec/inbound/conversation-event.js";
import type { InboundEvent } from "../spec/inbound/inbound-event.js";
import type { DeliveryReports } from "./delivery-reports.js";

/** An event in its delivery. */
export interface ReadEvent {
  readonly channel: Channel;
  readonly eventId: string;
  readonly event: InboundEvent;
  readonly recordedAtMs: number;
}

/** What follows when a person asks for their erasure where they are; resolves when it is durable. */
type ErasureAsked = (channel: Channel, event: ConversationEvent, recordedAtMs: number) => Promise<void>;

/**
 * Keeps to what an event says that concerns the host itself, whether or not there is a handler. What must not be heard again, because it was lifted,
 * answered or moved since, leaves its event's id among what is finished of the delivery.
 */
@injectable()
export class EventHearing {
  private erasureAsked: ErasureAsked = () => Promise.resolve();

  constructor(
    @inject(TOKENS.DeliveryReports) private readonly reports: DeliveryReports,
    @inject(TOKENS.OptOutDesk) private readonly optOuts: OptOutDesk,
    @inject(TOKENS.CallQuestions) private readonly calls: CallQuestions,
    @inject(TOKENS.ServiceWindows) private readonly serviceWindows: ServiceWindows,
    @inject(TOKENS.StatedConsents) private readonly statedConsents: StatedConsents,
  ) {}

  /** Set by what erases, which itself needs the deliveries. */
  whenErasureIsAsked(heard: ErasureAsked): void {
    this.erasureAsked = heard;
  }

  /** Everything but a request for erasure, which comes last. @returns the id of our message that a report is about. */
  async hear(read: ReadEvent, finished: Set<string>): Promise<string | undefined> {
    const { channel, eventId, event, recordedAtMs } = read;
    if (event.type === "message") await this.serviceWindows.opened(channel, event, recordedAtMs);
    const messageId =
      event.type === "delivery-report" ? await this.reports.apply(channel, event, recordedAtMs) : undefined;
    if (!finished.has(eventId) && (await this.hearOnce(read, messageId))) finished.add(eventId);
    return messageId;
  }

  /** After the handlers where there are some, since the erasure takes the delivery away too; without one at once. */
  async hearErasure({ channel, eventId, event, recordedAtMs }: ReadEvent, finished: Set<string>): Promise<void> {
    if (!asksErasure(event) || finished.has(eventId)) return;
    await this.erasureAsked(channel, event, recordedAtMs);
    finished.add(eventId);
  }

  /** @returns whether there was something to keep to. */
  private async hearOnce(
    { channel, eventId, event, recordedAtMs }: ReadEvent,
    messageId: string | undefined,
  ): Promise<boolean> {
    switch (event.type) {
      case "message": {
        const consented = event.consents !== undefined && (await this.statedConsents.heard(channel, eventId, event));
        return (await this.optOuts.heard(channel, event)) || consented;
      }
      case "delivery-report":
        return this.optOuts.reported(channel, event, messageId);
      case "call":
        await this.calls.heard(channel, event, recordedAtMs, eventId);
        return true;
      case "conversation":
        return this.optOuts.told(channel, event);
    }
  }
}

export const asksErasure = (event: InboundEvent): event is ConversationEvent =>
  event.type === "conversation" && event.event === "erasure-requested";
