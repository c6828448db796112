import type { InboundEventInput, InboundEventsV1, RawInbound } from "@plugboard/core/spec";
import type { MailParser } from "../../mail/index.js";
import { deliveryReports } from "./delivery-reports.js";
import { inboundMessage } from "./inbound-message.js";
import { isOwnMessage } from "./own-message.js";

/** Reads recorded mail: reports about sent messages, or a message. */
export class MailEvents implements InboundEventsV1 {
  constructor(
    private readonly parser: MailParser,
    private readonly ownAddress: string,
  ) {}

  /** @throws {MailParseError} the mail exceeds a limit or cannot be read; the host parks it. */
  async doParse(raw: RawInbound): Promise<InboundEventInput[]> {
    const mail = await this.parser.parse(raw.body);
    if (isOwnMessage(mail, this.ownAddress)) return [];
    const reports = deliveryReports(mail, raw.attributes["receivedAt"]);
    return reports.length > 0 ? reports : [inboundMessage(mail, raw)];
  }
}
