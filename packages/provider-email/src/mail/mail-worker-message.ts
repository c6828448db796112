import type { MailLimits } from "./mail-limits.js";
import type { MailParseErrorCode } from "./mail-parse-error.js";

/** Host to worker: one message. The bytes are transferred. */
export interface MailWorkerRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly limits: MailLimits;
}

/** Worker to host. `mail` is checked with `parsedMailSchema` by the host. */
export type MailWorkerReply =
  | { readonly kind: "ready" }
  | { readonly kind: "parsed"; readonly mail: unknown }
  | { readonly kind: "refused"; readonly code: MailParseErrorCode; readonly limit: number | undefined };
