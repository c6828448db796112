/** Why a message cannot become an e-mail; stable, upper snake, safe to store. */
export type ComposeRefusalCode =
  /** A control character or line break in a value that becomes a header field. */
  | "HEADER_UNSAFE"
  /** A value that must be ASCII (message id, content id, address of an unsubscribe link) is not. */
  | "HEADER_NOT_ASCII"
  /** A field, or a word of it that cannot be broken, is longer than the 998 bytes of a line (RFC 5322 §2.1.1). */
  | "HEADER_TOO_LONG"
  /** `headers` repeats a field that another part of the content makes. */
  | "HEADER_REPEATED"
  /** A half of a surrogate pair: not Unicode text, so no encoding carries it. */
  | "CONTENT_NOT_UNICODE"
  /** A `multipart/*` or `message/*` file that only an altered form could carry (RFC 2046 §5). */
  | "ATTACHMENT_NOT_CARRIED"
  /** The content is not an e-mail. */
  | "CONTENT_NOT_EMAIL"
  /** A recipient or sender that is not an e-mail address. */
  | "ADDRESS_NOT_EMAIL";

const MARKER = Symbol.for("@plugboard/provider-email/compose-refusal");

/** The message cannot leave unaltered as an e-mail, so it does not leave (R8). Carries a code and nothing of the message. */
export class ComposeRefusal extends Error {
  static {
    Object.defineProperty(this.prototype, MARKER, { value: true });
  }
  override readonly name = "ComposeRefusal";
  readonly code: ComposeRefusalCode;

  constructor(code: ComposeRefusalCode) {
    super(code);
    this.code = code;
  }

  static isInstance(value: unknown): value is ComposeRefusal {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
