import {
  createHttpProvider,
  faultCaseScript,
  HTTP_FAULT_TIMEOUT_MS,
  type HttpFaultCase,
  httpFaultCases,
  startFaultServer,
} from "@plugboard/provider-testkit";
import type { CaseRun, MessageParts, Protocol, RunnableCase } from "./case-run.js";

export function textMessage(number: number): MessageParts {
  return {
    recipients: [{ address: { kind: "phone", value: `+4930${String(1_000_000 + number)}` } }],
    content: { type: "text", text: `message ${number}` },
  };
}

async function begin(one: HttpFaultCase, times: number): Promise<CaseRun> {
  const server = await startFaultServer({
    script: faultCaseScript(one, times),
    ...(one.certificate ? { certificate: one.certificate } : {}),
  });
  const { port, log } = server;
  if (one.target === "refused") await server.close();
  const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
  return {
    settings: { baseUrl: `${one.scheme ?? "http"}://${host}:${port}`, countries: ["DE"] },
    log,
    reached: () => server.exchanges.length - (one.warmUp ? 1 : 0),
    breaches: () => server.exchanges.filter(({ path }) => path === "/elsewhere").length,
    beforeMessage: () => (one.afterClose ? server.whenIdle() : Promise.resolve()),
    close: () => server.close(),
  };
}

function runnable(one: HttpFaultCase): RunnableCase {
  return {
    name: one.name,
    expected: one.expected,
    untilDeadline: one.untilDeadline ?? false,
    recovers: (one.target ?? "server") === "server" && one.scheme !== "https",
    isHeavy: one.steps.some(({ step }) => step === "fill" || step === "gzip-bomb"),
    hasWarmUp: one.warmUp !== undefined,
    message: textMessage,
    begin: (times) => begin(one, times),
  };
}

export const httpProtocol: Protocol = {
  name: "http",
  cases: httpFaultCases.map(runnable),
  timeoutMs: HTTP_FAULT_TIMEOUT_MS,
  provider: ({ id, timeoutMs, ...limits }) =>
    createHttpProvider({ ...(id ? { id } : {}), limits, timeoutMs: timeoutMs ?? HTTP_FAULT_TIMEOUT_MS }),
};
