import type { ChatContext } from "./chat-context.js";
import type { SiteAnswerV1 } from "@plugboard/core/spec";
import { consentWordings } from "./consent-wording.js";
import { jsonResponse } from "./json-response.js";

/** `GET config`: what the element needs to know before anyone has said a word. Nothing in it is about a visitor. */
export function answerConfig({ settings, presence }: ChatContext): SiteAnswerV1 {
  const { name, greeting, consent, offlineUrl, files, limits, requireIdentity } = settings;
  return jsonResponse(200, {
    name,
    greeting: greeting ?? null,
    consent:
      consent === undefined
        ? null
        : { wordings: Object.values(consentWordings(settings)), privacyUrl: consent.privacyUrl ?? null },
    offlineUrl: offlineUrl ?? null,
    online: presence.isAttended,
    files: files === null ? null : { maxBytes: files.maxBytes, types: files.types },
    maxTextLength: limits.maxTextLength,
    requireIdentity,
  });
}
