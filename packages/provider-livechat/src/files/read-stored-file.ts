import type { RecordsV1 } from "@plugboard/core/spec";
import type { StoredFile } from "../log/log-entry.js";
import { recordIds } from "../log/record-ids.js";
import type { VisitorLog } from "../log/visitor-log.js";

/** A file of a conversation with its bytes. @returns undefined when the conversation has none of that id. */
export async function readStoredFile(
  records: RecordsV1,
  log: VisitorLog,
  fileId: string,
): Promise<{ readonly file: StoredFile; readonly bytes: Uint8Array } | undefined> {
  const seq = log.seqOf("visitor", fileId) ?? log.seqOf("operator", fileId);
  const file = seq === undefined ? undefined : (await log.entry(seq))?.file;
  if (file === undefined) return undefined;
  const value = await records.read(recordIds.file(log.sessionId, fileId));
  return value === undefined ? undefined : { file, bytes: Buffer.from(value, "base64") };
}
