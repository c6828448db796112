import { type SendOutcomeInput, TransferFailedError, sendOutcomeSchema } from "@plugboard/core/spec";
import { Agent } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { testAuthority } from "../certificates/test-certificates.js";
import { fakeConnection } from "../fakes/fake-connection.js";
import { fakeTransfer } from "../fakes/fake-transfer.js";
import { createHttpProvider } from "../http-provider/create-http-provider.js";
import { faultCaseScript } from "./fault-case-script.js";
import { HTTP_FAULT_TIMEOUT_MS, type HttpFaultCase } from "./http-fault-case.js";
import { httpFaultCases } from "./http-fault-cases.js";
import { type FaultServer, startFaultServer } from "./start-fault-server.js";

const provider = createHttpProvider({ timeoutMs: HTTP_FAULT_TIMEOUT_MS });
const credentials = { apiKey: "test-api-key", webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
const message = {
  recipients: [{ address: { kind: "phone" as const, value: "+4930123456" } }],
  content: { type: "text" as const, text: "hello" },
};

async function play(one: HttpFaultCase): Promise<{ outcome: SendOutcomeInput; tookMs: number; server: FaultServer }> {
  const server = await startFaultServer({
    script: faultCaseScript(one, 1),
    ...(one.certificate ? { certificate: one.certificate } : {}),
  });
  const agent = new Agent({ connections: 1, connect: { ca: testAuthority } });
  onTestFinished(async () => {
    await agent.destroy();
    await server.close();
  });
  const { outboundMessages } = await provider.open(
    fakeConnection(provider, {
      settings: { baseUrl: await addressOf(one, server), countries: ["DE"] },
      credentials,
      dispatcher: agent,
    }),
  );
  if (one.warmUp) {
    const first = await outboundMessages?.doSend(fakeTransfer(message, { idempotencyKey: "warm-up" }));
    expect(first?.outcome).toBe("received");
    if (one.afterClose) await server.whenIdle();
  }
  const startedAtMs = performance.now();
  const outcome = await outboundMessages?.doSend(fakeTransfer(message)).catch((error: unknown): SendOutcomeInput => {
    if (!(error instanceof TransferFailedError)) throw error;
    const code = error.reason.toUpperCase().replaceAll("-", "_");
    return { outcome: error.requestSent ? "unknown" : "try-again", code, party: error.party };
  });
  if (!outcome) throw new Error("no outcome");
  return { outcome, tookMs: performance.now() - startedAtMs, server };
}

async function addressOf(one: HttpFaultCase, server: FaultServer): Promise<string> {
  if (one.target === "refused") await server.close();
  const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
  return `${one.scheme ?? "http"}://${host}:${server.port}`;
}

describe("the plain HTTP provider", () => {
  test.concurrent.each(httpFaultCases)("$name", async (one) => {
    const { outcome, tookMs, server } = await play(one);
    const { retryAfterMs, party: _party, ...expected } = one.expected;
    expect(sendOutcomeSchema.parse(outcome)).toMatchObject(expected);
    if (typeof retryAfterMs === "number") expect(outcome).toMatchObject({ retryAfterMs });
    if (retryAfterMs === "none") expect(outcome).not.toHaveProperty("retryAfterMs");
    if (one.untilDeadline) expect(Math.abs(tookMs - HTTP_FAULT_TIMEOUT_MS)).toBeLessThan(0.1 * HTTP_FAULT_TIMEOUT_MS);
    expect(server.exchanges.map(({ path }) => path)).not.toContain("/elsewhere");
  });
});

test("there are at least 45 cases, each with a name of its own", () => {
  expect(new Set(httpFaultCases.map(({ name }) => name)).size).toBe(httpFaultCases.length);
  expect(httpFaultCases.length).toBeGreaterThanOrEqual(45);
});
