import type { ClockV1, RecordsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { lastUseChange } from "./last-use.js";
import { recordIds } from "./record-ids.js";
import type { SessionRecord } from "./session-record.js";
import { VisitorLog } from "./visitor-log.js";

/** Kept so long after the last use; then it is read again when it is needed. Milliseconds. */
const KEEP_MS = 60_000;
const MOST_IDLE = 1_000;

/** The conversations in use, one {@link VisitorLog} each: whoever asks for the same visitor gets the same object. */
export class VisitorLogs {
  private readonly logs = new Map<string, VisitorLog>();
  private readonly loading = new Map<string, Promise<VisitorLog | undefined>>();

  constructor(
    private readonly records: RecordsV1,
    private readonly clock: ClockV1,
  ) {}

  /** @returns undefined when there is no such visitor, or none any more. */
  async get(sessionId: string): Promise<VisitorLog | undefined> {
    const known = this.logs.get(sessionId);
    if (known !== undefined && !known.isErased) {
      known.usedAtMs = this.clock.now();
      return known;
    }
    const underWay = this.loading.get(sessionId);
    if (underWay !== undefined) return underWay;
    const loading = this.load(sessionId).finally(() => this.loading.delete(sessionId));
    this.loading.set(sessionId, loading);
    return loading;
  }

  /** By what the ids of its messages begin with. */
  async byReference(reference: string): Promise<VisitorLog | undefined> {
    const known = await this.records.read(recordIds.reference(reference));
    return known === undefined ? undefined : this.get(z.string().parse(JSON.parse(known)));
  }

  /** Begins a conversation. Resolves when it is durable. */
  async create(sessionId: string, session: SessionRecord, identityHash?: string): Promise<void> {
    const id = recordIds.session(sessionId);
    const value = JSON.stringify(sessionId);
    await this.records.commit([
      { kind: "put", id, value: JSON.stringify(session) },
      { kind: "put", id: recordIds.reference(session.reference), value },
      lastUseChange(sessionId, session.usedAtMs),
      ...(identityHash === undefined ? [] : [{ kind: "put" as const, id: recordIds.identity(identityHash), value }]),
    ]);
  }

  /** Lets go of those nobody listens to or has used for a while. */
  sweep(): void {
    const before = this.clock.now() - (this.logs.size > MOST_IDLE ? KEEP_MS / 10 : KEEP_MS);
    for (const [sessionId, log] of this.logs)
      if (log.isErased || (log.readers.size === 0 && !log.isBusy && log.usedAtMs < before)) this.logs.delete(sessionId);
  }

  private async load(sessionId: string): Promise<VisitorLog | undefined> {
    const log = await VisitorLog.load(this.records, sessionId);
    if (log === undefined) return undefined;
    log.usedAtMs = this.clock.now();
    this.logs.set(sessionId, log);
    return log;
  }
}
