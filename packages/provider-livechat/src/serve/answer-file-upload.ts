import { type SiteAnswerV1, type SiteRequestV1, visitorNetwork } from "@plugboard/core/spec";
import { z } from "zod";
import { isSafeName } from "../files/is-safe-name.js";
import { sniffType } from "../files/sniff-type.js";
import type { StoredFile } from "../log/log-entry.js";
import { recordIds } from "../log/record-ids.js";
import type { ChatContext } from "./chat-context.js";
import { ChatRefusal } from "./chat-refusal.js";
import { handIn } from "./hand-in.js";
import { jsonResponse } from "./json-response.js";
import { requireVisitor } from "./require-visitor.js";

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** `POST files`: takes a file as a message of its own; the body is the file, its name and id are in the head. */
export async function answerFileUpload(context: ChatContext, request: SiteRequestV1): Promise<SiteAnswerV1> {
  const { log } = await requireVisitor(context, request);
  const { files } = context.settings;
  if (files === null) throw new ChatRefusal("FILE_REFUSED");
  const id = idSchema.safeParse(request.headers["x-chat-id"]);
  const name = decoded(request.headers["x-chat-file-name"]);
  if (!id.success) throw new ChatRefusal("REQUEST_INVALID");
  if (name === undefined || !isSafeName(name)) throw new ChatRefusal("FILE_REFUSED");
  // One that is there already is not read again.
  const known = log.seqOf("visitor", id.data);
  if (known !== undefined) return jsonResponse(200, { seq: known });
  const bytes = request.body;
  if (bytes.byteLength > files.maxBytes) throw new ChatRefusal("FILE_TOO_LARGE");
  // By what it is, not by what it is called: neither its name nor the browser's word makes a type.
  const type = files.types.find((allowed) => allowed === sniffType(bytes));
  if (type === undefined || bytes.byteLength === 0) throw new ChatRefusal("FILE_REFUSED");
  const network = visitorNetwork(request.clientAddress);
  const wait = context.uploadRate.take(network, context.clock.now(), bytes.byteLength);
  // Not asked for again by itself, as messages are: what is written after it would wait behind it.
  if (wait > 0) throw new ChatRefusal("TOO_MUCH", wait);
  const file: StoredFile = { fileId: id.data, name, contentType: type, sizeBytes: bytes.byteLength };
  const language = request.headers["x-chat-language"];
  const wordingHash = request.headers["x-chat-consent"];
  const shown = language === undefined || wordingHash === undefined ? undefined : { language, wordingHash };
  const stored = {
    kind: "put" as const,
    id: recordIds.file(log.sessionId, file.fileId),
    value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  };
  const seq = await handIn(
    context,
    log,
    { id: id.data, file },
    { shown, clientAddress: request.clientAddress, changes: [stored] },
  );
  return jsonResponse(200, { seq });
}

function decoded(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    // Half an escape: nobody's name.
    return undefined;
  }
}
