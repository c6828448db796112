import { inject, injectable } from "tsyringe";
import type { CommitQueue } from "../commit/commit-queue.js";
import { TOKENS } from "../di/tokens.js";
import type { StoreWrite } from "../ports/store.js";
import type { Act } from "../spec/act.js";
import type { ClockV1 } from "../spec/connection/clock.js";
import type { ActedBy } from "./acted-by.js";

/** Whose trail keeps what whoever runs the host does to the host itself. No account can have this id: it has a space. */
export const HOST_TRAIL = "the host";

/** Who did what to what. Ids, codes and stated reasons; no content, no addresses of end recipients. */
export interface AuditedAct extends ActedBy {
  readonly accountId: string;
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

  record(act: AuditedAct): void {
    this.commits.push(this.entryOf(act));
  }

  /** What is done to the host itself, in its own trail; kept also while the store fails, since what was done is done. Durable when it resolves. */
  async keepOfHost(
    { actor, authority, reference, at }: Act,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const said = { authority, ...(reference === undefined ? {} : { authorityReference: reference }), at };
    await this.commits.keep(this.entryOf({ accountId: HOST_TRAIL, actor, said, action, subject, details }));
  }

  /** The entry as a write, to be committed together with what it is about: the trail never tells of an act that was not kept. */
  entryOf({ accountId, actor, said, action, subject, details = {} }: AuditedAct): StoreWrite {
    const atMs = this.clock.now();
    return {
      kind: "audit-insert",
      entry: { accountId, actor, action, subject, atMs, details: JSON.stringify({ ...details, ...said }) },
    };
  }
}
