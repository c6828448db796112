import { faultCaseScript } from "../../fault-server/fault-case-script.js";
import { HTTP_FAULT_TIMEOUT_MS, type HttpFaultCase } from "../../fault-server/http-fault-case.js";
import { startFaultServer } from "../../fault-server/start-fault-server.js";
import type { HttpFaultFixtures } from "../fixtures/fault-fixtures.js";
import { CheckFailure } from "../kit/check-failure.js";
import type { KitContext } from "../kit/kit-context.js";
import type { FaultPlay } from "./fault-play.js";
import { playFault } from "./play-fault.js";

/** Time for cases that do not end by their deadline. */
const UNHURRIED_MS = 10_000;

/** Plays a fault of HTTP to the first sample message. */
export async function playHttpFault(
  context: KitContext,
  { receiptOf, keyOf }: HttpFaultFixtures,
  one: HttpFaultCase,
): Promise<FaultPlay> {
  const server = await startFaultServer({
    script: faultCaseScript(one, 1),
    receiptOf,
    ...(keyOf ? { keyOf } : {}),
    ...(one.certificate ? { certificate: one.certificate } : {}),
  });
  context.observation.knownPorts.add(server.port);
  try {
    if (one.target === "refused") await server.close();
    const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
    const place = context.fixtures.connect(`${one.scheme ?? "http"}://${host}:${server.port}`);
    return await playFault(context, {
      name: one.name,
      place,
      // A case that ends by itself must not end by a deadline because the machine is busy.
      timeoutMs: one.untilDeadline ? HTTP_FAULT_TIMEOUT_MS : UNHURRIED_MS,
      beforeMessage: async (stand) => {
        if (one.warmUp !== undefined) {
          const { status } = await stand.send(context.plain(`${one.name} warm-up`));
          if (status.state !== "received") throw new CheckFailure(`the warm-up ended as ${status.state}`);
        }
        if (one.afterClose) await server.whenIdle();
      },
      breaches: () => server.exchanges.filter(({ path }) => path === "/elsewhere").length,
    });
  } finally {
    await server.close();
  }
}
