/** One step forward of the schema. Steps are never changed once released, only followed by others. */
export interface Migration {
  /** What `PRAGMA user_version` is after it; rising by one. */
  readonly version: number;
  readonly sql: string;
}
