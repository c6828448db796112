/** What opening a store found that was not closed, by a crash, a kill or a power loss. Acknowledged groups are never among what is dropped, unless `isDamaged`. */
export interface RecoveryReport {
  readonly path: string;
  /** Groups that were not yet moved into the database file and are kept. */
  readonly keptGroups: number;
  /** Bytes at the end of the write-ahead log that belong to no complete group. 0 where the last process only did not close. */
  readonly droppedBytes: number;
  /** Complete groups among them: at most 1, the last one written, when the power went before it was durable. */
  readonly droppedGroups: number;
  /**
   * True when groups that had become durable are lost: something follows them that was written later, or the head of the log is not
   * readable. The medium or another program changed the file; restore a backup, or go on with what is left.
   */
  readonly isDamaged: boolean;
}
