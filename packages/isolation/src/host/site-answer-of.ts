import type { SiteAnswerV1 } from "@plugboard/core/spec";
import { z } from "zod";
import type { InstanceLine } from "./isolated-instance.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

const bodySchema = z.union([z.string(), z.instanceof(Uint8Array)]);
const answerSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: bodySchema.optional(),
  stream: z.int().min(1).optional(),
});
const pieceSchema = z.object({ piece: bodySchema.optional() });

/** A page's answer as it crossed; a streamed one is fetched piece by piece, as the visitor takes them. */
export function siteAnswerOf(crossed: unknown, line: Pick<InstanceLine, "next" | "drop">): SiteAnswerV1 {
  const parsed = answerSchema.safeParse(crossed);
  if (!parsed.success) throw new UnknownQuestionError();
  const { status, headers, body, stream } = parsed.data;
  if (stream === undefined) return { status, headers, body: body ?? "" };
  return { status, headers, body: pieces(stream, line) };
}

async function* pieces(stream: number, line: Pick<InstanceLine, "next" | "drop">): AsyncGenerator<string | Uint8Array> {
  try {
    for (;;) {
      const { piece } = pieceSchema.parse(await line.next(stream));
      if (piece === undefined) return;
      yield piece;
    }
  } finally {
    line.drop(stream);
  }
}
