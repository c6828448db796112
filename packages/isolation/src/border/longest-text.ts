/**
 * Longest JSON a connector's process may send in one frame. Bytes and long texts go beside it, so this is for how many things there are: reading them
 * holds up the host's event loop. Bytes.
 */
export const LONGEST_SENT = 524_288;

/** Longest JSON the host reads of one batch: one such frame, or short ones, and what holds them together. Bytes. */
export const LONGEST_TEXT_BYTES = LONGEST_SENT + 65_536;

/** Longest JSON of a list that a method answers with: it crosses in pieces. Characters. */
export const LONGEST_LIST = 4_194_304;
