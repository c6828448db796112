import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { ClockV1 } from "../spec/connection/clock.js";

/** Who did what to what. Ids, codes and stated reasons; no content, no addresses of end recipients. */
export interface AuditedAct {
  readonly accountId: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The trail of administrative acts and refusals. An entry is kept even when the store fails for a while. */
@injectable()
export class AuditLog {
  constructor(
    @inject(TOKENS.CommitQueue) private readonly commits: CommitQueue,
    @inject(TOKENS.Clock) private readonly clock: ClockV1,
  ) {}

  record({ accountId, actor, action, subject, details = {} }: AuditedAct): void {
    this.commits.push({
      kind: "audit-insert",
      entry: { accountId, actor, action, subject, atMs: this.clock.now(), details: JSON.stringify(details) },
    });
  }
}
