/** 39 bytes are 52 characters of base64 and 64 with the frame of the word: within 75, and within 76 after a short field name. */
const BYTES_PER_WORD = 39;

/**
 * Text as encoded words of RFC 2047 (UTF-8, base64), each of whole characters, one a line. A reader joins neighbouring words
 * without the blanks between them, so the text comes back exactly, leading and trailing blanks included.
 * @param text - well-formed Unicode, not empty.
 */
export function encodeWords(text: string): string {
  const words: string[] = [];
  let word = "";
  let wordBytes = 0;
  for (const character of text) {
    const bytes = Buffer.byteLength(character);
    if (wordBytes + bytes > BYTES_PER_WORD) {
      words.push(word);
      word = "";
      wordBytes = 0;
    }
    word += character;
    wordBytes += bytes;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join("\r\n ");
}
