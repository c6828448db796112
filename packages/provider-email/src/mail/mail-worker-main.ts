import { parentPort } from "node:worker_threads";
import { MailParseError } from "./mail-parse-error.js";
import type { MailWorkerReply, MailWorkerRequest } from "./mail-worker-message.js";
import { readMail } from "./read-mail.js";

const port = parentPort;
if (port === null) throw new Error("mail-worker-main runs in a worker thread only");

const answer = (reply: MailWorkerReply, transfer: ArrayBuffer[] = []): void => port.postMessage(reply, transfer);

port.on("message", ({ bytes, limits }: MailWorkerRequest) => {
  try {
    const mail = readMail(bytes, limits);
    answer(
      { kind: "parsed", mail },
      mail.attachments.map(({ bytes: content }) => content.buffer).filter((buffer) => buffer instanceof ArrayBuffer),
    );
  } catch (error) {
    // The text of an unexpected error may quote the message, so only its code crosses.
    if (MailParseError.isInstance(error)) answer({ kind: "refused", code: error.code, limit: error.limit });
    else answer({ kind: "refused", code: "MAIL_UNREADABLE", limit: undefined });
  }
});
answer({ kind: "ready" });
