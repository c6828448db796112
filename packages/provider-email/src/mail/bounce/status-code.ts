/** Codes written in a diagnosis. */
export interface WrittenStatus {
  readonly smtpCode: number | undefined;
  /** RFC 3463, as written. */
  readonly enhanced: string | undefined;
}

const TEXT_LIMIT = 8000;
/** Subjects end at 7; a digit or dot beside the code makes it an address or a version number. */
const ENHANCED = /(?<![\d.])([245]\.[0-7]\.\d{1,3})(?!\.?\d)/;
const BOTH = /(?<![\d.])([245]\d\d)[ -]{1,3}\(?#?([245]\.[0-7]\.\d{1,3})(?!\.?\d)/;
/** Reply codes of RFC 5321 and its extensions: any three digits could be a port, a size or a year. */
const REPLY =
  /(?<![\w.@/[-])(4(?:21|22|31|32|5[0-9])|5(?:0[0-5]|1[0-3]|2[1-5]|3[0-58]|4[1-4]|5[0-7]|71|73))(?![\w.@/]|-\d|:\d)/;

/** Reads the SMTP reply code and the enhanced status code out of a diagnosis; the code that follows a reply code goes first. */
export function readStatusCode(text: string): WrittenStatus {
  const bounded = text.slice(0, TEXT_LIMIT);
  const both = BOTH.exec(bounded);
  if (both !== null) return { smtpCode: Number(both[1]), enhanced: both[2] };
  const reply = REPLY.exec(bounded)?.[1];
  return { smtpCode: reply === undefined ? undefined : Number(reply), enhanced: ENHANCED.exec(bounded)?.[1] };
}
