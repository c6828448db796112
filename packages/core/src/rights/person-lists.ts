import { inject, injectable } from "tsyringe";
import type { BlockBook } from "../blocks/block-book.js";
import type { CommitQueue } from "../commit/commit-queue.js";
import type { ConsentBook } from "../consent/consent-book.js";
import type { SuppressionList } from "../consent/suppression-list.js";
import { TOKENS } from "../di/tokens.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import { counted } from "./counted.js";
import type { RestrictionBook } from "./restriction-book.js";
import type { RightsRequest } from "./rights-request.js";

/** What a right changes in the lists about a person, erasure aside. Every change can be repeated. */
@injectable()
export class PersonLists {
  constructor(
    @inject(TOKENS.ConsentBook) private readonly consents: ConsentBook,
    @inject(TOKENS.SuppressionList) private readonly suppressions: SuppressionList,
    @inject(TOKENS.RestrictionBook) private readonly restrictions: RestrictionBook,
    @inject(TOKENS.BlockBook) private readonly blocks: BlockBook,
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
  ) {}

  /** @returns what was done, in words. */
  async apply(request: RightsRequest): Promise<string> {
    switch (request.right) {
      case "withdraw":
        return this.withdraw(request);
      case "rectify":
        return this.rectify(request);
      case "restrict":
        return "messages to the person are refused and held";
      case "object":
        return "messages of the purposes objected to are refused and held";
      case "access":
      case "port":
      case "erase":
        return "nothing to change";
    }
  }

  private async withdraw({ accountId, addresses, purposes, act }: RightsRequest): Promise<string> {
    let touched = 0;
    for (const address of addresses)
      touched += await this.consents.withdraw(accountId, address, purposes, act, { actor: act.actor });
    return `${counted(touched, "consent")} withdrawn`;
  }

  /** Consents move to the right address; what the person does not want holds for both. */
  private async rectify({ accountId, rectified = [], act }: RightsRequest): Promise<string> {
    let moved = 0;
    let kept = 0;
    let stands = 0;
    let blocked = 0;
    for (const { from, to } of rectified) {
      blocked += await this.blocks.extend(accountId, from, to, { actor: act.actor });
      const [first, ...rest] = this.restrictions.extend(accountId, from, to, this.clock.now());
      if (first !== undefined) await this.commits.keep(first, ...rest);
      stands += first === undefined ? 0 : rest.length + 1;
      moved += await this.consents.move(accountId, from, to, { actor: act.actor });
      for (const { scope, reason } of await this.suppressions.of(accountId, from)) {
        await this.suppressions.add(accountId, to, { scope, reason }, { actor: act.actor });
        kept += 1;
      }
    }
    const stay = [counted(kept, "suppression"), counted(stands, "objection"), counted(blocked, "block")];
    return `${counted(moved, "consent")} moved, ${stay.join(", ")} taken along`;
  }
}
