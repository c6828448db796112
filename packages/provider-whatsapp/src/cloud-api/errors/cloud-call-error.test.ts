import { expect, test } from "vitest";
import { CloudCallError } from "./cloud-call-error.js";

const answer = (status: number, code?: number, headers = {}) => ({
  status,
  headers,
  body: Buffer.from(code === undefined ? "<html>" : JSON.stringify({ error: { code, message: "for +491511234567" } })),
});

test.each([
  ["a file that is gone", answer(404, 100), "ANSWER_NOT_FOUND", false],
  ["a file whose address is over", answer(410), "ANSWER_NOT_FOUND", false],
  ["a token that is over", answer(401, 190), "ANSWER_REFUSED", false],
  ["a parameter that is wrong", answer(400, 100), "ANSWER_REFUSED", false],
  ["a limit of calls", answer(400, 80007), "ANSWER_UNAVAILABLE", true],
  ["a fault of the provider", answer(500, 131000), "ANSWER_UNAVAILABLE", true],
  ["a gateway that gave up", answer(504), "ANSWER_UNAVAILABLE", true],
])("%s says whether the same call may succeed later", (_what, response, code, retryable) => {
  const error = CloudCallError.from(response, 0, "download-media");
  expect(error).toMatchObject({ code, retryable, details: { operation: "download-media", status: response.status } });
  expect(error.message).not.toContain("49151");
});

test("how long to wait is passed on", () => {
  const { details } = CloudCallError.from(answer(429, 80007, { "retry-after": "30" }), 0, "list-templates");
  expect(details).toMatchObject({ retryAfterMs: 30_000, providerCode: "80007" });
});

test("the provider's own code is told as such, and never one of ours in its place", () => {
  const damaged = new CloudCallError(
    { outcome: "try-again", code: "MEDIA_DAMAGED", party: "provider" },
    "download-media",
  );
  expect(damaged).toMatchObject({ code: "ANSWER_UNAVAILABLE", details: { reason: "MEDIA_DAMAGED" } });
  expect(damaged.details["providerCode"]).toBeUndefined();
});
