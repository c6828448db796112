import { type HttpRequestV1, type HttpResponseV1, TransferFailedError } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { AccessTokens } from "./access-tokens.js";

const GRANT = { tokenUrl: "https://login.example/token", refreshToken: "r 1", clientId: "c&1", scope: "mail" };

function setUp(...answers: (HttpResponseV1 | Error)[]) {
  const requests: HttpRequestV1[] = [];
  let nowMs = 1_000_000;
  const tokens = new AccessTokens(
    {
      request: async (request) => {
        requests.push(request);
        const answer = answers.shift();
        if (answer === undefined || answer instanceof Error) throw answer ?? new Error("asked too often");
        return answer;
      },
    },
    { now: () => nowMs },
  );
  return { tokens, requests, pass: (ms: number) => (nowMs += ms) };
}

function answer(status: number, body: unknown): HttpResponseV1 {
  return { status, headers: {}, body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) };
}

describe("an access token", () => {
  test("is asked for with the refresh token, through the operation that carries no personal data", async () => {
    const { tokens, requests } = setUp(answer(200, { access_token: "a1", expires_in: 3_600, token_type: "Bearer" }));
    expect(await tokens.get(GRANT)).toBe("a1");
    expect(requests).toEqual([
      {
        operation: "token",
        method: "POST",
        url: "https://login.example/token",
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
        body: "grant_type=refresh_token&refresh_token=r+1&client_id=c%261&scope=mail",
      },
    ]);
  });

  test("is kept until a minute before its end, and asked for once at a time", async () => {
    const { tokens, requests, pass } = setUp(
      answer(200, { access_token: "a1", expires_in: 3_600 }),
      answer(200, { access_token: "a2" }),
    );
    expect(await Promise.all([tokens.get(GRANT), tokens.get(GRANT)])).toEqual(["a1", "a1"]);
    pass(3_539_000);
    expect(await tokens.get(GRANT)).toBe("a1");
    pass(1_000);
    expect(await tokens.get(GRANT)).toBe("a2");
    expect(requests).toHaveLength(2);
  });

  test("that a server refuses is worth another one where it was good before, and is asked for once by all who met it", async () => {
    const { tokens, requests } = setUp(answer(200, { access_token: "a1" }), answer(200, { access_token: "a2" }));
    await tokens.get(GRANT);
    expect(await tokens.get(GRANT)).toBe("a1");
    expect(tokens.refused("a1")).toBe(true);
    const renewed = tokens.get(GRANT);
    expect(tokens.refused("a1")).toBe(true);
    expect(await renewed).toBe("a2");
    expect(tokens.refused("a1")).toBe(true);
    expect(await tokens.get(GRANT)).toBe("a2");
    expect(requests).toHaveLength(2);
  });

  test("that a server refuses although it is new is worth no other: the account is", async () => {
    const { tokens } = setUp(answer(200, { access_token: "a1" }));
    await Promise.all([tokens.get(GRANT), tokens.get(GRANT)]);
    expect([tokens.refused("a1"), tokens.refused("a1")]).toEqual([false, false]);
  });

  test("of another refresh token, or one the mail server refused, is asked for anew", async () => {
    const { tokens } = setUp(
      answer(200, { access_token: "a1" }),
      answer(200, { access_token: "a2" }),
      answer(200, { access_token: "a3" }),
    );
    expect(await tokens.get(GRANT)).toBe("a1");
    expect(await tokens.get({ ...GRANT, refreshToken: "r2" })).toBe("a2");
    tokens.refused("a2");
    expect(await tokens.get({ ...GRANT, refreshToken: "r2" })).toBe("a3");
  });
});

test.each([
  ["400: consent withdrawn", answer(400, { error: "invalid_grant" }), "CREDENTIALS_REFUSED", "account"],
  ["401: client unknown", answer(401, { error: "invalid_client" }), "CREDENTIALS_REFUSED", "account"],
  ["503", answer(503, "busy"), "AUTHORIZATION_UNAVAILABLE", "provider"],
  ["200 that is no JSON", answer(200, "<html>"), "AUTHORIZATION_UNAVAILABLE", "provider"],
  ["200 without a token", answer(200, {}), "AUTHORIZATION_UNAVAILABLE", "provider"],
  [
    "a lost answer: the mail itself was never sent, so nothing of that is unknown",
    new TransferFailedError("connection-lost", { requestSent: true, party: "network" }),
    "AUTHORIZATION_UNAVAILABLE",
    "network",
  ],
])("%s", async (_name, reply, code, party) => {
  const { tokens } = setUp(reply);
  await expect(tokens.get(GRANT)).rejects.toMatchObject({ name: "AuthorizationFailure", code, party });
});
