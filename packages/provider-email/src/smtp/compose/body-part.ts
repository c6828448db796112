import type { EmailContent } from "@plugboard/core/spec";
import { filePart } from "./file-part.js";
import type { MimePart } from "./mime-part.js";
import { multipart } from "./multipart.js";
import { textPart } from "./text-part.js";

/**
 * The whole body: text and HTML as alternatives, images the HTML refers to related to it, other files mixed in.
 * @param boundaryBase - unique to the message.
 * @throws {ComposeRefusal} what the parts throw.
 */
export function bodyPart(content: EmailContent, boundaryBase: string): MimePart {
  const files = content.attachments ?? [];
  const isInline = (contentId: string | undefined) => contentId !== undefined && content.html !== undefined;
  const inline = files.filter((file) => isInline(file.contentId)).map((file) => filePart(file, "inline"));
  const attached = files.filter((file) => !isInline(file.contentId)).map((file) => filePart(file, "attachment"));

  const bodies: MimePart[] = [];
  if (content.text !== undefined) bodies.push(textPart(content.text, "plain"));
  if (content.html !== undefined) {
    const html = textPart(content.html, "html");
    const related = () => multipart("related", [html, ...inline], `=_${boundaryBase}.r`, ';\r\n type="text/html"');
    bodies.push(inline.length > 0 ? related() : html);
  }
  const [first, second] = bodies;
  const body =
    first !== undefined && second === undefined ? first : multipart("alternative", bodies, `=_${boundaryBase}.a`);
  return attached.length > 0 ? multipart("mixed", [body, ...attached], `=_${boundaryBase}.m`) : body;
}
