import type { StoredFile } from "../log/log-entry.js";
import type { SiteAnswerV1 } from "@plugboard/core/spec";

/** A file as it is handed out: always saved, never shown by the browser, whatever it is (FAULTS G). */
export function fileResponse({ name, contentType }: StoredFile, bytes: Uint8Array): SiteAnswerV1 {
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    status: 200,
    headers: {
      "content-type": contentType === "text/plain" ? "text/plain; charset=utf-8" : contentType,
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    },
    body: bytes,
  };
}
