import { ComposeRefusal } from "./compose-refusal.js";
import type { MimePart } from "./mime-part.js";

/**
 * Parts as one (RFC 2046 §5.1). The boundary holds "=_", which base64 cannot produce; a part that goes
 * unencoded is searched for it.
 * @param parameters - further parameters of the type, e.g. `type="text/html"`.
 * @throws {ComposeRefusal} ATTACHMENT_NOT_CARRIED when an unencoded part contains the boundary.
 */
export function multipart(
  subtype: "alternative" | "related" | "mixed",
  parts: readonly MimePart[],
  boundary: string,
  parameters = "",
): MimePart {
  return {
    fields: [`Content-Type: multipart/${subtype};\r\n boundary="${boundary}"${parameters}`],
    body: () => {
      const rendered = parts.map((part) => {
        const body = part.body();
        if (body.includes(`--${boundary}`)) throw new ComposeRefusal("ATTACHMENT_NOT_CARRIED");
        return `--${boundary}\r\n${part.fields.join("\r\n")}\r\n\r\n${body}\r\n`;
      });
      return `${rendered.join("")}--${boundary}--`;
    },
  };
}
