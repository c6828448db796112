/** Why a visitor's request is refused; the words the element knows. */
export type ChatRefusalCode =
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "ORIGIN_REFUSED"
  | "SESSION_REFUSED"
  | "IDENTITY_REFUSED"
  | "REQUEST_INVALID"
  | "CONSENT_REQUIRED"
  | "TEXT_TOO_LONG"
  | "FILE_REFUSED"
  | "FILE_TOO_LARGE"
  | "TOO_MANY"
  | "TOO_MUCH"
  | "TRY_AGAIN";

const STATUS: Readonly<Record<ChatRefusalCode, number>> = {
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  ORIGIN_REFUSED: 403,
  SESSION_REFUSED: 401,
  IDENTITY_REFUSED: 401,
  REQUEST_INVALID: 400,
  CONSENT_REQUIRED: 409,
  TEXT_TOO_LONG: 413,
  FILE_REFUSED: 415,
  FILE_TOO_LARGE: 413,
  TOO_MANY: 429,
  TOO_MUCH: 429,
  TRY_AGAIN: 503,
};

/** A refused request: ends its handling and becomes the answer. It carries a code and nothing of the request. */
export class ChatRefusal extends Error {
  constructor(
    readonly refusal: ChatRefusalCode,
    readonly retryAfterSeconds?: number,
  ) {
    super(`the request was refused: ${refusal}`);
  }

  get status(): number {
    return STATUS[this.refusal];
  }
}
