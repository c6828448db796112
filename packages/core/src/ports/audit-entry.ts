/** One administrative act or refusal: who did what to what, when. Details hold ids and codes only. */
export interface AuditEntry {
  readonly accountId: string;
  readonly atMs: number;
  /** Who: an id the host knows, or `"host"`. */
  readonly actor: string;
  /** Noun-verb: `"channel-activated"`, `"message-refused"`. */
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string;
  /** JSON object. */
  readonly details: string;
}
