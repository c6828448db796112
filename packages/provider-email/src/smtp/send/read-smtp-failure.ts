import { SmtpFailure, type SmtpFailureFacts, type SmtpStage } from "./smtp-failure.js";
import { readSmtpReply, type SmtpReply } from "./smtp-reply.js";

/** What nodemailer tells of an error; its message is not read, as it quotes the server. */
interface NodemailerFacts {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly rejectedErrors?: readonly { readonly response?: string | undefined }[] | undefined;
}

/** An answer that cannot be read, and was a refusal all the same. */
const REFUSED: SmtpReply = { status: 550 };

const STAGES: Readonly<Record<string, SmtpStage>> = {
  EHLO: "greeting",
  HELO: "greeting",
  LHLO: "greeting",
  STARTTLS: "starttls",
  "MAIL FROM": "mail",
  "RCPT TO": "recipient",
  DATA: "data",
};

/**
 * The facts of an error of nodemailer's SMTP client.
 * @param during - what was under way: where a connection error carries no command.
 * @param finalDotSent - as tracked on the stream, never guessed from the error.
 */
export function readSmtpFailure(error: NodemailerFacts, during: SmtpStage, finalDotSent: boolean): SmtpFailure {
  const reply = error.response === undefined ? undefined : readSmtpReply(error.response);
  const stage = stageOf(error, during);
  const refusals = error.rejectedErrors?.map(({ response = "" }) => readSmtpReply(response) ?? REFUSED);
  if (reply !== undefined) return new SmtpFailure({ stage, reply, refusals, finalDotSent });
  return new SmtpFailure({ stage, kind: kindOf(error), finalDotSent });
}

function stageOf(error: NodemailerFacts, during: SmtpStage): SmtpStage {
  if (error.code === "EMESSAGE" && error.command === "DATA") return "body";
  if (error.command?.startsWith("AUTH")) return "auth";
  return STAGES[error.command ?? ""] ?? during;
}

function kindOf(error: NodemailerFacts): NonNullable<SmtpFailureFacts["kind"]> {
  if (error.code === "EAUTH") return "auth-unavailable";
  if (error.code === "ETIMEDOUT") return "timeout";
  if (error.code === "ETLS") return "tls";
  return error.code === "EPROTOCOL" ? "protocol" : "lost";
}
