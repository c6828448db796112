import type { ErrorDeclaration } from "@plugboard/core/spec";
import type { MailParseErrorCode } from "./mail-parse-error.js";

/** The codes of mail that was refused, for the manifest of a provider that parses it: what they mean, and what to do. */
export const mailErrors: Readonly<Record<MailParseErrorCode, ErrorDeclaration>> = {
  MAIL_TOO_LARGE: {
    meaning: "the message has more bytes than is read",
    remedy: "look at it in the mailbox; `maxMessageBytes` in the channel's settings says how much is taken",
    retryable: false,
  },
  MAIL_HEADERS_TOO_LARGE: {
    meaning: "the message's headers are larger than is read",
    remedy: "look at it in the mailbox; it was hardly made by a mail program",
    retryable: false,
  },
  MAIL_TOO_DEEP: {
    meaning: "the message's parts are nested deeper than is read",
    remedy: "look at it in the mailbox; it was hardly made by a mail program",
    retryable: false,
  },
  MAIL_TOO_MANY_PARTS: {
    meaning: "the message has more parts than are read",
    remedy: "look at it in the mailbox; it was hardly made by a mail program",
    retryable: false,
  },
  MAIL_TOO_MANY_ADDRESSES: {
    meaning: "one of the message's address fields has more addresses than are read",
    remedy: "look at it in the mailbox",
    retryable: false,
  },
  MAIL_PARSE_TIMEOUT: {
    meaning: "the message was not parsed in its time",
    remedy: "replay it when the machine has less to do; if it fails again, it was made to take long",
    retryable: false,
  },
  MAIL_PARSE_MEMORY: {
    meaning: "the message needs more memory than a parser gets",
    remedy: "look at it in the mailbox",
    retryable: false,
  },
  MAIL_UNREADABLE: {
    meaning: "the message cannot be parsed",
    remedy: "look at it in the mailbox; replay it after an upgrade of the provider",
    retryable: false,
  },
  MAIL_QUEUE_FULL: {
    meaning: "too many messages wait to be parsed",
    remedy: "nothing: it is tried again",
    retryable: true,
  },
  MAIL_PARSER_UNAVAILABLE: {
    meaning: "the parser's thread could not be started",
    remedy: "nothing at first: it is tried again; if it lasts, look for what keeps the process from starting threads",
    retryable: true,
  },
  MAIL_PARSER_CLOSED: {
    meaning: "the channel was closed while the message waited to be parsed",
    remedy: "nothing: it is tried again when the channel is open",
    retryable: true,
  },
};
