import { SMTP_FAULT_TIMEOUT_MS, type SmtpFaultCase } from "../../smtp-faults/smtp-fault-case.js";
import { startFaultySmtpServer } from "../../smtp-faults/start-faulty-smtp-server.js";
import type { SmtpFaultFixtures } from "../fixtures/fault-fixtures.js";
import type { KitContext } from "../kit/kit-context.js";
import type { FaultPlay } from "./fault-play.js";
import { playFault } from "./play-fault.js";

/** Time for cases that do not end by their deadline. */
const UNHURRIED_MS = 10_000;

/** Plays a fault of SMTP to the first sample message. */
export async function playSmtpFault(
  context: KitContext,
  { connect }: SmtpFaultFixtures,
  one: SmtpFaultCase,
): Promise<FaultPlay> {
  const { certificate, security = "none", script } = one;
  const server = await startFaultySmtpServer({
    script: ({ played }) => (played < 1 ? script : {}),
    ...(security === "tls" && certificate ? { certificate } : {}),
    ...(security === "starttls" && certificate ? { startTls: certificate } : {}),
    offersAuth: one.offersAuth ?? true,
  });
  context.observation.knownPorts.add(server.port);
  try {
    if (one.target === "refused") await server.close();
    const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
    return await playFault(context, {
      name: one.name,
      place: connect({ host, port: server.port, security }),
      // A case that ends by itself must not end by a deadline because the machine is busy.
      timeoutMs: one.untilDeadline ? SMTP_FAULT_TIMEOUT_MS : UNHURRIED_MS,
      ...(one.attachmentBytes === undefined ? {} : { attachmentBytes: one.attachmentBytes }),
      beforeMessage: async (stand) => {
        if (!one.keptAndDropped) return;
        await stand.send(context.plain(`${one.name} before`));
        server.dropAll();
        await server.whenIdle();
      },
      // Whoever asked for TLS must not show a password or a mail without it.
      breaches: () =>
        security === "none"
          ? 0
          : server.verbs.filter(({ verb, encrypted }) => !encrypted && /^(?:AUTH|MAIL)$/.test(verb)).length,
    });
  } finally {
    await server.close();
  }
}
