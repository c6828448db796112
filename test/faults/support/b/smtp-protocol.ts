import type { ProviderV1 } from "@plugboard/core";
import { smtp } from "@plugboard/provider-email/smtp";
import {
  SMTP_FAULT_TIMEOUT_MS,
  type SmtpFaultCase,
  smtpFaultCases,
  startFaultySmtpServer,
} from "@plugboard/provider-testkit";
import type { CaseRun, MessageParts, Protocol, RunnableCase } from "./case-run.js";

/** @param to - who they are, without their number. Whoever is found not to exist is written to no more, so each case writes to people of its own. */
export function emailMessage(number: number, to: string, attachmentBytes?: number): MessageParts {
  const attachments =
    attachmentBytes === undefined
      ? {}
      : {
          attachments: [
            {
              filename: "a.bin",
              contentType: "application/octet-stream",
              bytes: Buffer.alloc(attachmentBytes, number),
            },
          ],
        };
  return {
    recipients: [{ address: { kind: "email", value: `${to}-${number}@example.org` } }],
    content: { type: "email", subject: `Message ${number}`, text: `message ${number}`, ...attachments },
  };
}

/** Settings of a channel to a server on loopback. */
export function smtpSettings(
  port: number,
  security: "none" | "starttls" | "tls" = "none",
  host = "127.0.0.1",
): unknown {
  const exposure = security === "none" ? { exposesPasswordAndMail: true } : {};
  return { from: { address: "desk@example.org" }, countries: ["DE"], smtp: { host, port, security, ...exposure } };
}

/** The SMTP provider's sending alone, with other limits and a shorter time for one attempt. */
export function smtpProvider({
  id,
  timeoutMs = SMTP_FAULT_TIMEOUT_MS,
  ...limits
}: Parameters<Protocol["provider"]>[0]): ProviderV1 {
  const { manifest } = smtp;
  return {
    ...smtp,
    open: async (connection) => {
      const instance = await smtp.open(connection);
      const { outboundMessages } = instance;
      return { ...(outboundMessages ? { outboundMessages } : {}), close: () => instance.close() };
    },
    manifest: {
      ...manifest,
      id: id ?? manifest.id,
      capabilities: ["outboundMessages"],
      limits: { ...manifest.limits, ...limits },
      operations: manifest.operations.map((operation) =>
        operation.id === manifest.sendOperation ? { ...operation, timeoutMs } : operation,
      ),
    },
  };
}

async function begin(one: SmtpFaultCase, times: number): Promise<CaseRun> {
  const { certificate, security = "none", keptAndDropped, script } = one;
  const server = await startFaultySmtpServer({
    script: ({ played }) => (played < times ? script : {}),
    ...(security === "tls" && certificate ? { certificate } : {}),
    ...(security === "starttls" && certificate ? { startTls: certificate } : {}),
    offersAuth: one.offersAuth ?? true,
  });
  const { port, log } = server;
  if (one.target === "refused") await server.close();
  const host = one.target === "name-not-found" ? "no-such-host.invalid" : "127.0.0.1";
  return {
    settings: smtpSettings(port, security, host),
    log,
    reached: () => server.sessions,
    // Whoever asked for TLS must not show a password or a mail without it.
    breaches: () =>
      security === "none"
        ? 0
        : server.verbs.filter(({ verb, encrypted }) => !encrypted && /^(?:AUTH|MAIL)$/.test(verb)).length,
    beforeMessage: async () => {
      if (!keptAndDropped) return;
      server.dropAll();
      await server.whenIdle();
    },
    close: () => server.close(),
  };
}

function runnable(one: SmtpFaultCase): RunnableCase {
  return {
    name: one.name,
    expected: one.expected,
    untilDeadline: one.untilDeadline ?? false,
    recovers: (one.target ?? "server") === "server" && (one.security ?? "none") === "none" && one.offersAuth !== false,
    isHeavy: one.attachmentBytes !== undefined,
    hasWarmUp: one.keptAndDropped ?? false,
    message: (number) => emailMessage(number, one.name, one.attachmentBytes),
    begin: (times) => begin(one, times),
  };
}

export const smtpProtocol: Protocol = {
  name: "smtp",
  cases: smtpFaultCases.map(runnable),
  timeoutMs: SMTP_FAULT_TIMEOUT_MS,
  provider: smtpProvider,
};
