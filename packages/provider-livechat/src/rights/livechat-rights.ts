import type { SubjectRightsV1 } from "@plugboard/core/spec";
import { z } from "zod";
import { eraseVisitor } from "../log/erase-visitor.js";
import { recordIds } from "../log/record-ids.js";
import type { VisitorLog } from "../log/visitor-log.js";
import { writeTranscript } from "../log/write-transcript.js";
import type { ChatContext } from "../serve/chat-context.js";
import { identityHash } from "../session/identity-hash.js";

/** Of an answer to a request for access, which goes through the host's memory as one piece; the host has every file by its media id. */
const MOST_FILE_BYTES = 33_554_432;

/** Access and erasure of what the chat itself keeps of a person: by session, or by the website's id of them (R15). */
export function livechatRights(context: ChatContext): SubjectRightsV1 {
  return {
    rights: ["access", "erase"],
    doSubjectRight: async ({ right, address }) => {
      if (right !== "access" && right !== "erase")
        return { result: "manual", instructions: "a conversation is kept as it was written" };
      const log = await find(context, address);
      if (log === undefined) return { result: "nothing-found" };
      if (right === "access") return { result: "done", data: await transcriptOf(log, context) };
      await eraseVisitor(log);
      return { result: "done", proof: new Date(context.clock.now()).toISOString() };
    },
  };
}

async function transcriptOf(log: VisitorLog, { records }: ChatContext): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of writeTranscript(log, records, MOST_FILE_BYTES)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

async function find({ records, logs }: ChatContext, address: string): Promise<VisitorLog | undefined> {
  const direct = /^[A-Za-z0-9_-]{22,43}$/.test(address) ? await logs.get(address) : undefined;
  if (direct !== undefined && !direct.isErased) return direct;
  const mapped = await records.read(recordIds.identity(identityHash(address)));
  const log = mapped === undefined ? undefined : await logs.get(z.string().parse(JSON.parse(mapped)));
  return log?.isErased === true ? undefined : log;
}
