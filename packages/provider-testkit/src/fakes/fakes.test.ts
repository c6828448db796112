import { TransferClosedError } from "@plugboard/core/spec";
import { describe, expect, test } from "vitest";
import { fakeConnection } from "./fake-connection.js";
import { fakeTransfer } from "./fake-transfer.js";
import { fixedClock } from "./fixed-clock.js";
import { sequentialIds } from "./sequential-ids.js";
import { createHttpProvider } from "../http-provider/create-http-provider.js";

const message = {
  recipients: [{ address: { kind: "phone" as const, value: "+4930123456" } }],
  content: { type: "text" as const, text: "hello" },
};

test("the clock stands until it is moved, forwards or back", () => {
  const clock = fixedClock("2026-01-01T00:00:00.000Z");
  clock.advance(1_500);
  expect(new Date(clock.now()).toISOString()).toBe("2026-01-01T00:00:01.500Z");
  clock.advance(-500);
  expect(new Date(clock.now()).toISOString()).toBe("2026-01-01T00:00:01.000Z");
  expect(() => fixedClock("tomorrow")).toThrow(RangeError);
});

test("ids count on over all prefixes and sort by creation", () => {
  const ids = sequentialIds();
  expect([ids.next("msg"), ids.next("msg"), ids.next("tr")]).toEqual(["msg_000001", "msg_000002", "tr_000003"]);
});

test("a transfer's message cannot be read after its end", () => {
  const transfer = fakeTransfer(message);
  expect(transfer.message.content).toEqual(message.content);
  transfer.end();
  expect(() => transfer.message).toThrow(TransferClosedError);
});

describe("the HTTP client holds a provider to its manifest", () => {
  const provider = createHttpProvider();
  const { http } = fakeConnection(provider, {
    settings: { baseUrl: "http://127.0.0.1:1/api", countries: ["DE"] },
    credentials: { apiKey: "test-api-key", webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  });
  const send = { operation: "send-message", method: "POST", endpoint: "api", transferId: "transfer-1" } as const;
  test.each([
    ["operation-undeclared", { ...send, operation: "export-everything" }],
    ["endpoint-undeclared", { ...send, endpoint: "elsewhere" }],
    ["transfer-missing", { ...send, transferId: undefined }],
    ["endpoint-undeclared", { ...send, endpoint: undefined, url: "http://127.0.0.1:1/apiary" }],
    ["endpoint-undeclared", { ...send, endpoint: undefined, url: "http://elsewhere.example.com/api/x" }],
  ])("%s", async (reason, request) => {
    const { transferId, endpoint, ...rest } = request;
    const pending = http.request({ ...rest, ...(transferId ? { transferId } : {}), ...(endpoint ? { endpoint } : {}) });
    await expect(pending).rejects.toMatchObject({ code: "EGRESS_REFUSED", reason });
  });
});
