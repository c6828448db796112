import type { ContentFeature } from "@plugboard/core/spec";

/** What an API for e-mail usually carries, beside files. */
export const MAIL_FEATURES: readonly ContentFeature[] = [
  "email",
  "html",
  "attachments",
  "copies",
  "blind-copies",
  "reply-context",
  "custom-headers",
  "list-unsubscribe",
  "sender-choice",
  "display-names",
];
