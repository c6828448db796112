/** Why a message was not parsed; stable, safe to log and to store. */
export type MailParseErrorCode =
  /** More bytes than `sizeLimitBytes`. */
  | "MAIL_TOO_LARGE"
  /** The header blocks of all parts together exceed `headerLimitBytes` or `headerLineLimit`. */
  | "MAIL_HEADERS_TOO_LARGE"
  /** Parts nested deeper than `depthLimit`. */
  | "MAIL_TOO_DEEP"
  /** More MIME parts than `partLimit`. */
  | "MAIL_TOO_MANY_PARTS"
  /** More addresses, or marks that could make addresses, in one of From, To, Cc, Reply-To than `addressLimit` allows. */
  | "MAIL_TOO_MANY_ADDRESSES"
  /** Not finished within `timeoutMs`; the worker was replaced. */
  | "MAIL_PARSE_TIMEOUT"
  /** The worker ran into its memory limit; it was replaced. */
  | "MAIL_PARSE_MEMORY"
  /** The parser failed on these bytes in a way no other code names. */
  | "MAIL_UNREADABLE"
  /** More than `queueLimit` messages wait; nothing was read. The same call may succeed later. */
  | "MAIL_QUEUE_FULL"
  /** The worker could not be started. The same call may succeed later. */
  | "MAIL_PARSER_UNAVAILABLE"
  /** `close()` was called. The same message may be parsed later, by another parser. */
  | "MAIL_PARSER_CLOSED";

const MARKER = Symbol.for("@plugboard/provider-email/mail-parse-error");
const RETRYABLE: ReadonlySet<MailParseErrorCode> = new Set([
  "MAIL_QUEUE_FULL",
  "MAIL_PARSER_UNAVAILABLE",
  "MAIL_PARSER_CLOSED",
]);

/** A message that was refused. Carries a code and at most the limit it broke, never anything out of the message. */
export class MailParseError extends Error {
  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }
  override readonly name = "MailParseError";
  readonly code: MailParseErrorCode;
  /** True when the same message may be parsed later, unchanged. */
  readonly retryable: boolean;
  /** The limit that was exceeded, in the unit of its option (bytes, levels, parts, milliseconds). */
  readonly limit: number | undefined;

  constructor(code: MailParseErrorCode, options: { limit?: number | undefined; cause?: unknown } = {}) {
    super(
      options.limit === undefined ? code : `${code}: limit ${options.limit}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.limit = options.limit;
    this.retryable = RETRYABLE.has(code);
  }

  static isInstance(value: unknown): value is MailParseError {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
