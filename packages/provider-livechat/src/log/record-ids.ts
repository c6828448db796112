const DIGITS = 10;
export const lastUsePrefix = "u/";

/** Ids of the channel's records. Those of one visitor share a prefix, so that they are listed, and erased, together. */
export const recordIds = {
  session: (sessionId: string): string => `v/${sessionId}/s`,
  entries: (sessionId: string): string => `v/${sessionId}/e/`,
  entry: (sessionId: string, seq: number): string => `v/${sessionId}/e/${String(seq).padStart(DIGITS, "0")}`,
  file: (sessionId: string, fileId: string): string => `v/${sessionId}/f/${fileId}`,
  /** On which day, counted from 1970, a conversation was used last: in the order of the days. */
  lastUse: (day: number, sessionId: string): string =>
    `${lastUsePrefix}${String(day).padStart(DIGITS, "0")}/${sessionId}`,
  /** Which conversation a message id is of. */
  reference: (reference: string): string => `r/${reference}`,
  /** Which conversation belongs to a person whom the website signed in. */
  identity: (hash: string): string => `i/${hash}`,
} as const;
