/** Joins the lines of a message with CRLF; the last line gets no line end unless it is followed by an empty string. */
export function lines(...text: string[]): Buffer {
  return Buffer.from(text.join("\r\n"), "utf8");
}
