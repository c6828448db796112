import { packData, TailReader } from "./packed-data.js";

/** A list whose JSON is longer crosses in pieces of about this, so that reading it holds up nobody for long. Characters. */
const PIECE_LENGTH = 65_536;

/** Some members of a list: as JSON, and the bytes that belong to it. */
export interface AnswerPiece {
  readonly text: string;
  readonly tail: Uint8Array;
}

/**
 * A long list as pieces; nothing of what is short enough, or no list.
 * @throws {NotDataError}
 */
export function answerPieces(answer: unknown): readonly AnswerPiece[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  const pieces: AnswerPiece[] = [];
  let texts: string[] = [];
  let tail: Uint8Array[] = [];
  let length = 0;
  const cut = (): void => {
    pieces.push({ text: `[${texts.join(",")}]`, tail: Buffer.concat(tail) });
    [texts, tail, length] = [[], [], 0];
  };
  for (const member of answer as readonly unknown[]) {
    const bytes: Uint8Array[] = [];
    const text = JSON.stringify(packData(member, bytes) ?? null);
    if (texts.length > 0 && length + text.length > PIECE_LENGTH) cut();
    texts.push(text);
    tail.push(...bytes);
    length += text.length + 1;
  }
  if (pieces.length === 0) return undefined;
  cut();
  return pieces;
}

/** The members that {@link answerPieces} put into a piece. @returns undefined when it is none. */
export function readPiece({ text, tail }: AnswerPiece): readonly unknown[] | undefined {
  try {
    const members = new TailReader(tail).unpack(JSON.parse(text));
    return Array.isArray(members) ? members : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
