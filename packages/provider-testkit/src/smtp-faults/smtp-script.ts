/** Where in a session the server does something out of the ordinary. `body-middle`: after a part of the message, before its end. */
export type SmtpStage =
  | "greeting"
  | "ehlo"
  | "starttls"
  | "handshake"
  | "auth"
  | "mail"
  | "rcpt"
  | "data"
  | "body-middle"
  | "end-of-data"
  | "rset"
  | "quit";

/** What it does there. */
export type SmtpAction =
  /** One or more lines, line ends between them included; the last one is added. */
  | { readonly act: "reply"; readonly text: string }
  /** As bytes, one by one. */
  | { readonly act: "drip"; readonly text: string; readonly everyMs: number }
  /** Ends the connection with FIN or RST, or says nothing more. With `end-of-data`, `taken`: the message was taken before. */
  | { readonly act: "close" | "reset" | "silence"; readonly taken?: boolean }
  /** Reads nothing more, so that the other side cannot write to its end. */
  | { readonly act: "deaf" };

/** The stages that differ from those of a server that works. */
export type SmtpScript = Readonly<Partial<Record<SmtpStage, SmtpAction>>>;
