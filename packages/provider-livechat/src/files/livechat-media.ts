import type { MediaV1 } from "@plugboard/core/spec";
import { ProviderAnswerError } from "@plugboard/core/spec";
import { readMessageId } from "../inbound/message-id.js";
import type { ChatContext } from "../serve/chat-context.js";
import { readStoredFile } from "./read-stored-file.js";

/** Files that visitors sent, for the host. They never left its own store. */
export function livechatMedia({ records, logs }: ChatContext): MediaV1 {
  return {
    doDownload: async ({ mediaId }) => {
      const named = readMessageId(mediaId);
      const log = named === undefined ? undefined : await logs.byReference(named.reference);
      const found = named === undefined || log === undefined ? undefined : await readStoredFile(records, log, named.id);
      if (found === undefined) throw new ProviderAnswerError("ANSWER_NOT_FOUND");
      return { bytes: found.bytes, contentType: found.file.contentType, filename: found.file.name };
    },
  };
}
