import { describe, expect, test } from "vitest";
import { wholeAnswer } from "../host/whole-answer.js";
import { answerPieces, type AnswerPiece } from "./answer-pieces.js";

const EVENTS = Array.from({ length: 20_000 }, (_, place) => ({
  id: `event-${place}`,
  content: { text: "ä".repeat(60) },
}));

function lineOf(pieces: Iterable<AnswerPiece>) {
  const left = pieces[Symbol.iterator]();
  const dropped: number[] = [];
  return {
    dropped,
    next: (): Promise<unknown> => {
      const step = left.next();
      return Promise.resolve(step.done === true ? {} : { piece: step.value });
    },
    drop: (list: number) => void dropped.push(list),
  };
}

describe("a long list over the border", () => {
  test("is whole again, with its bytes and long texts, and no piece of it is long", async () => {
    const list = [...EVENTS, { bytes: new Uint8Array(200_000).fill(7) }, "x".repeat(100_000), undefined, null];
    const pieces = answerPieces(list) ?? [];
    expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThan(70_000);
    const line = lineOf(pieces);
    expect(await wholeAnswer({ list: 1 }, line)).toEqual([...list.slice(0, -2), null, null]);
    expect(line.dropped).toEqual([1]);
  });

  test("that is short, and what is no list, crosses as it is", async () => {
    for (const answer of [[], EVENTS.slice(0, 100), { events: EVENTS }, "text", undefined]) {
      expect(answerPieces(answer)).toBeUndefined();
      expect(await wholeAnswer({ answer }, lineOf([]))).toBe(answer);
    }
  });

  const piece = (text: string): AnswerPiece => ({ text, tail: new Uint8Array() });
  test.each([
    [
      "without end",
      (function* () {
        for (;;) yield piece(`[${"0,".repeat(30_000)}0]`);
      })(),
    ],
    [
      "of nothing, without end",
      (function* () {
        for (;;) yield piece("[]");
      })(),
    ],
    ["of another shape", [piece('{"a":1}')]],
    ["of no JSON", [piece("[")]],
    ["with a place outside of its bytes", [piece('[{"$bytes":9}]')]],
    ["too long at once", [piece(`[${"0,".repeat(500_000)}0]`)]],
  ])("of a connector that sends one %s is refused", async (_name, pieces: Iterable<AnswerPiece>) => {
    const line = lineOf(pieces);
    await expect(wholeAnswer({ list: 1 }, line)).rejects.toMatchObject({ name: "UnknownQuestionError" });
    expect(line.dropped).toEqual([1]);
  });
});
