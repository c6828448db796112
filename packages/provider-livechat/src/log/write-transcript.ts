import type { RecordsV1 } from "@plugboard/core/spec";
import type { LogEntry } from "./log-entry.js";
import { recordIds } from "./record-ids.js";
import type { VisitorLog } from "./visitor-log.js";

const PAGE = 100;

/**
 * A conversation for the person it belongs to, as JSON (R15): `conversation`, `visitor` with everything kept of them, and `messages`, whose files have their
 * bytes as `content`, base64. Written piece by piece: with its files it may be larger than what anybody wants in memory.
 * @param mostFileBytes - of all files together; those beyond are named without their content.
 */
export async function* writeTranscript(
  log: VisitorLog,
  records: RecordsV1,
  mostFileBytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<string> {
  const { sessionId, record } = log;
  yield `{\n"conversation": ${JSON.stringify(sessionId)},\n"visitor": ${JSON.stringify(record)},\n"messages": [`;
  let left = mostFileBytes;
  let seq = 0;
  for (;;) {
    const page = await log.entriesAfter(seq, PAGE);
    for (const entry of page) {
      left -= entry.file?.sizeBytes ?? 0;
      const content = left < 0 ? undefined : await contentOf(entry, sessionId, records);
      yield `${seq === 0 ? "" : ","}\n${JSON.stringify(content === undefined ? entry : { ...entry, file: { ...entry.file, content } })}`;
      seq = entry.seq;
    }
    if (page.length < PAGE) break;
  }
  yield "\n]\n}\n";
}

/** A file's bytes are kept as base64 already. */
async function contentOf({ file }: LogEntry, sessionId: string, records: RecordsV1): Promise<string | undefined> {
  return file === undefined ? undefined : records.read(recordIds.file(sessionId, file.fileId));
}
