import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { createHash } from "node:crypto";
import { pageScript } from "../page-script.js";

let made: { readonly script: string; readonly tag: string } | undefined;

/** `GET widget.js`: the element as one file. */
export function answerWidget(request: SiteRequestV1): SiteAnswerV1 {
  made ??= make();
  const headers = {
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=300, stale-while-revalidate=86400",
    etag: made.tag,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
    // A module is fetched with CORS; it is the same for everyone and holds nothing of anyone.
    "access-control-allow-origin": "*",
  };
  if (request.headers["if-none-match"] === made.tag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body: made.script };
}

function make(): { readonly script: string; readonly tag: string } {
  const script = pageScript();
  return { script, tag: `"${createHash("sha256").update(script).digest("base64url")}"` };
}
