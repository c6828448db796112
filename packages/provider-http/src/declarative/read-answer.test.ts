import { expect, test } from "vitest";
import { readAnswer } from "./read-answer.js";

const rules: Parameters<typeof readAnswer>[0] = {
  accepted: [200],
  id: "MessageID",
  rules: [
    {
      ...{ status: [422], where: { at: "ErrorCode", is: [406] }, outcome: "refused", code: "RECIPIENT_SUPPRESSED" },
      ...{ party: "recipient", suppress: "opt-out" },
    },
    { status: [422], outcome: "try-again", code: "LATER", party: "provider", suppress: "opt-out" },
  ],
};
const answer = (code: number) => ({
  ...{ status: 422, headers: {} },
  body: new TextEncoder().encode(JSON.stringify({ ErrorCode: code })),
});

test("a refusal that stands for the person's other messages says so; what may yet succeed does not", () => {
  expect(readAnswer(rules, answer(406), 0)).toMatchObject({ outcome: "refused", suppress: "opt-out" });
  expect(readAnswer(rules, answer(1), 0)).not.toHaveProperty("suppress");
});
