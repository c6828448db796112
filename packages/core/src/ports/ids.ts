/** Makes ids that are unique and rise with time, so that indexes grow at their end. */
export interface Ids {
  /** @param prefix - what it names: `"msg"` gives `"msg_…"`. */
  next(prefix: string): string;
}
