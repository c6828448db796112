import { type SendOutcomeInput, sendOutcomeSchema } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { outcomeOfAnswer } from "./outcome-of-answer.js";

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): SendOutcomeInput =>
  outcomeOfAnswer(
    { status, headers, body: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)) },
    0,
  );
const error = (status: number, code: number, headers?: Record<string, string>) =>
  answer(status, { error: { message: "text of Meta", type: "OAuthException", code, fbtrace_id: "A" } }, headers);

describe("a receipt", () => {
  test("carries the provider's id", () => {
    const body = { messaging_product: "whatsapp", messages: [{ id: "wamid.1", message_status: "accepted" }] };
    expect(answer(200, body)).toEqual({ outcome: "received", providerMessageId: "wamid.1" });
  });

  test.each([
    ["nothing", ""],
    ["no message", { messages: [] }],
    ["half of one", '{"messages":[{"id":"wam'],
  ])("with %s in it leaves open whether the message arrived", (_name, body) =>
    expect(answer(200, body)).toMatchObject({ outcome: "unknown", code: "ANSWER_UNREADABLE" }),
  );
});

describe("an error of the API", () => {
  test.each<[number, number, string, string, string]>([
    [401, 190, "try-again", "CREDENTIALS_REFUSED", "account"],
    [403, 10, "try-again", "CREDENTIALS_REFUSED", "account"],
    [403, 230, "try-again", "CREDENTIALS_REFUSED", "account"],
    [400, 4, "try-again", "RATE_LIMITED", "account"],
    [429, 130429, "try-again", "RATE_LIMITED", "account"],
    [400, 80007, "try-again", "RATE_LIMITED", "account"],
    [400, 131056, "try-again", "RECIPIENT_RATE_LIMITED", "account"],
    [403, 368, "try-again", "ACCOUNT_RESTRICTED", "account"],
    [400, 131042, "try-again", "PAYMENT_REQUIRED", "account"],
    [500, 131000, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
    [400, 131047, "refused", "SERVICE_WINDOW_CLOSED", "account"],
    [400, 131026, "refused", "RECIPIENT_UNREACHABLE", "recipient"],
    [400, 131050, "refused", "RECIPIENT_OPTED_OUT", "recipient"],
    [400, 131049, "refused", "NOT_DELIVERED_FOR_ECOSYSTEM", "provider"],
    [404, 132001, "refused", "TEMPLATE_REFUSED", "account"],
    [400, 132015, "refused", "TEMPLATE_PAUSED", "account"],
    [400, 131053, "refused", "MEDIA_REFUSED", "account"],
    [400, 100, "refused", "REQUEST_REFUSED", "account"],
    [400, 999_999, "refused", "REQUEST_REFUSED", "account"],
    [503, 999_999, "try-again", "PROVIDER_UNAVAILABLE", "provider"],
  ])("%i with code %i: %s, %s, %s", (status, code, outcome, reason, party) => {
    const made = error(status, code);
    expect(made).toMatchObject({ outcome, code: reason, party, providerCode: String(code) });
    expect(sendOutcomeSchema.safeParse(made).success).toBe(true);
    expect(JSON.stringify(made)).not.toContain("Meta");
  });

  test.each([
    ["stops the channel where every message would meet it", 401, 190, "channel"],
    ["stops the message alone where the person is the reason", 400, 131056, "message"],
  ])("%s", (_name, status, code, scope) => {
    expect(sendOutcomeSchema.parse(error(status, code))).toMatchObject({ outcome: "try-again", scope });
  });

  test("hands on how long to wait", () => {
    expect(error(429, 130429, { "retry-after": "7" })).toMatchObject({ retryAfterMs: 7_000 });
  });

  test("of a gateway that gave up waiting leaves open whether the message arrived", () => {
    expect(error(504, 131000)).toMatchObject({ outcome: "unknown", code: "GATEWAY_TIMEOUT", providerCode: "131000" });
  });

  test.each([
    [401, "CREDENTIALS_REFUSED"],
    [429, "RATE_LIMITED"],
    [502, "PROVIDER_UNAVAILABLE"],
  ])("without Meta's body goes by its status: %i", (status, code) => {
    expect(answer(status, { error: "Unauthorized" })).toMatchObject({ outcome: "try-again", code });
    expect(answer(status, "<html>")).toMatchObject({ outcome: "try-again", code });
  });
});
