import {
  faultCaseScript,
  HTTP_FAULT_TIMEOUT_MS,
  type HttpFaultCase,
  httpFaultCases,
  startFaultServer,
} from "@plugboard/provider-testkit";
import type { HttpFaultFixtures, ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import type { CaseRun, Protocol } from "./case-run.js";
import { movableProvider } from "./movable-provider.js";
import { textMessage } from "./http-protocol.js";

/** The HTTP cases for a provider of a package, by the fixtures it hands to the conformance kit. */
export function fixturesProtocol(fixtures: ProviderFixtures & { readonly faults: HttpFaultFixtures }): Protocol {
  const { receiptOf, keyOf, departures = [] } = fixtures.faults;
  const begin = async (one: HttpFaultCase, times: number): Promise<CaseRun> => {
    const server = await startFaultServer({
      script: faultCaseScript(one, times),
      receiptOf,
      ...(keyOf ? { keyOf } : {}),
      ...(one.certificate ? { certificate: one.certificate } : {}),
    });
    const { port, log } = server;
    if (one.target === "refused") await server.close();
    const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
    const origin = `${one.scheme ?? "http"}://${host}:${port}`;
    const { settings } = fixtures.connect(origin);
    return {
      settings: { ...(settings as object), origin },
      log,
      reached: () => server.exchanges.length - (one.warmUp ? 1 : 0),
      breaches: () => server.exchanges.filter(({ path }) => path === "/elsewhere").length,
      beforeMessage: () => (one.afterClose ? server.whenIdle() : Promise.resolve()),
      close: () => server.close(),
    };
  };
  return {
    name: fixtures.provider.manifest.id,
    cases: httpFaultCases.map((one) => ({
      name: one.name,
      expected: departures.find(({ fault }) => fault === one.name)?.expected ?? one.expected,
      untilDeadline: one.untilDeadline ?? false,
      recovers: (one.target ?? "server") === "server" && one.scheme !== "https",
      isHeavy: one.steps.some(({ step }) => step === "fill" || step === "gzip-bomb"),
      hasWarmUp: one.warmUp !== undefined,
      message: textMessage,
      begin: (times) => begin(one, times),
    })),
    timeoutMs: HTTP_FAULT_TIMEOUT_MS,
    provider: ({ timeoutMs = HTTP_FAULT_TIMEOUT_MS, ...options }) =>
      movableProvider(fixtures, { timeoutMs, ...options }),
  };
}
