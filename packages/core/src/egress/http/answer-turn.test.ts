import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { AnswerTurn } from "./answer-turn.js";

const told: string[] = [];
const named = (name: string) => () => void told.push(name);

test("tells what arrived in one turn together and in order, not before all of it was read", async () => {
  const answers = new AnswerTurn();
  answers.add(named("a"));
  await Promise.resolve();
  answers.add(named("b"));
  expect(told).toEqual([]);
  await turn();
  expect(told).toEqual(["a", "b"]);
});

test("what is answered while others are told waits for the next turn", async () => {
  const order: string[] = [];
  const answers = new AnswerTurn();
  answers.add(() => {
    answers.add(() => void order.push("second"));
    order.push("first");
  });
  await turn();
  expect(order).toEqual(["first"]);
  await turn();
  expect(order).toEqual(["first", "second"]);
});
