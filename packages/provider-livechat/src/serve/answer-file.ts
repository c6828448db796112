import type { SiteAnswerV1, SiteRequestV1 } from "@plugboard/core/spec";
import { fileResponse } from "../files/file-response.js";
import { readStoredFile } from "../files/read-stored-file.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { requireVisitor } from "./require-visitor.js";

/** `GET files/<id>`: a file of this visitor's own conversation. */
export async function answerFile(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const found = await readStoredFile(context.records, log, request.path.slice("/files/".length));
  if (found === undefined) throw new ChatRefusal("NOT_FOUND");
  return fileResponse(found.file, found.bytes);
}
