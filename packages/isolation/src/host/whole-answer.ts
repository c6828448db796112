import { z } from "zod";
import { readPiece } from "../border/answer-pieces.js";
import { LONGEST_LIST, LONGEST_SENT } from "../border/longest-text.js";
import type { InstanceLine } from "./isolated-instance.js";
import { UnknownQuestionError } from "./unknown-question-error.js";

const crossedSchema = z.object({ answer: z.unknown().optional(), list: z.int().min(1).optional() });
const nextSchema = z.object({
  piece: z.object({ text: z.string().max(LONGEST_SENT), tail: z.instanceof(Uint8Array) }).optional(),
});

/** What a method answered; a long list is fetched piece by piece, each in a turn of the event loop of its own. */
export async function wholeAnswer(crossed: unknown, line: Pick<InstanceLine, "next" | "drop">): Promise<unknown> {
  const parsed = crossedSchema.safeParse(crossed);
  if (!parsed.success) throw new UnknownQuestionError();
  const { answer, list } = parsed.data;
  if (list === undefined) return answer;
  const whole: unknown[] = [];
  let length = 0;
  try {
    for (;;) {
      const next = nextSchema.safeParse(await line.next(list));
      if (!next.success) throw new UnknownQuestionError();
      const { piece } = next.data;
      if (piece === undefined) return whole;
      length += piece.text.length;
      const members = length > LONGEST_LIST ? undefined : readPiece(piece);
      // An empty piece has no end.
      if (members === undefined || members.length === 0) throw new UnknownQuestionError();
      for (const member of members) whole.push(member);
    }
  } finally {
    line.drop(list);
  }
}
