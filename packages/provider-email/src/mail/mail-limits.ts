/** What one message may cost. Every limit is checked before the work it bounds is done. */
export interface MailLimits {
  /** Raw message, in bytes. */
  readonly sizeLimitBytes: number;
  /** A text part of more raw bytes than this is given as an attachment, not as the body: nothing is refused or lost. */
  readonly textLimitBytes: number;
  /** All header blocks of the message and its parts together, in bytes. */
  readonly headerLimitBytes: number;
  /** Lines of all header blocks together. */
  readonly headerLineLimit: number;
  /** Levels of nested multipart; the message itself is level 0. Attached messages are not opened, so they add none. */
  readonly depthLimit: number;
  /** MIME parts, the containers included. */
  readonly partLimit: number;
  /** Addresses in one header (From, To, Cc, Reply-To each). */
  readonly addressLimit: number;
}

/** 40 MiB carries 25 MB of attachments in base64, the largest that common servers accept. */
export const DEFAULT_MAIL_LIMITS: MailLimits = {
  sizeLimitBytes: 40 * 1024 * 1024,
  textLimitBytes: 8 * 1024 * 1024,
  headerLimitBytes: 1024 * 1024,
  headerLineLimit: 20_000,
  depthLimit: 50,
  partLimit: 1000,
  addressLimit: 5000,
};
