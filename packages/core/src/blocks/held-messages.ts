import { inject, injectable } from "tsyringe";
import { TOKENS } from "../di/tokens.js";
import type { ActedBy } from "../ledger/acted-by.js";
import type { CancelDesk } from "../outbound/cancel-desk.js";
import { messagesOf } from "../outbound/messages-of.js";
import type { PersonReferences } from "../people/person-references.js";
import type { Store } from "../ports/store.js";
import { type Block, blockedPeople } from "./block.js";

/** The messages that a block held, or would hold when their turn came. A limit holds none: it counts new messages only. */
@injectable()
export class HeldMessages {
  constructor(
    @inject(TOKENS.Store) private readonly store: Store,
    @inject(TOKENS.CancelDesk) private readonly cancels: CancelDesk,
    @inject(TOKENS.PersonReferences) private readonly people: PersonReferences,
  ) {}

  /** Takes back every message of the block's subject that has not been handed over. */
  async cancel(block: Block, by: ActedBy): Promise<void> {
    const { accountId, subject, measure } = block;
    if (measure.kind === "limit") return;
    const people = blockedPeople(block);
    const channelId = subject.kind === "channel" ? subject.channelId : undefined;
    for await (const { record, message } of messagesOf(this.store, { accountId, channelId })) {
      if (!OPEN.has(record.state)) continue;
      const isMeant =
        subject.kind !== "recipient" ||
        message?.recipients.some(({ address }) => people.includes(this.people.of(accountId, address))) === true;
      if (isMeant) await this.cancels.cancel(accountId, record.messageId, by, "BLOCK_UPHELD");
    }
  }
}

const OPEN: ReadonlySet<string> = new Set(["accepted", "waiting", "held"]);
