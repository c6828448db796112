/** Rows as the library gives them. */
export interface ReadAnswer {
  readonly rows: readonly unknown[];
  /** Where the next slice begins; absent after the last and for reads that are not sliced. */
  readonly next: number | undefined;
}
