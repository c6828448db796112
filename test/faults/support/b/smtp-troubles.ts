import { type FaultySmtpServer, type SmtpScript, startFaultySmtpServer } from "@plugboard/provider-testkit";
import { emailMessage, smtpProvider, smtpSettings } from "./smtp-protocol.js";
import type { Trouble } from "./trouble.js";

const LIMITS = { maxAttempts: 1_000, backoffBaseMs: 200, backoffMaxMs: 1_000 };

function trouble(
  name: string,
  party: Trouble["party"],
  reported: Trouble["reported"],
  script: SmtpScript | "unreachable",
): Trouble {
  let server: FaultySmtpServer;
  let port = 0;
  return {
    name,
    party,
    reported,
    message: (number) => emailMessage(number, name),
    provider: (id) => smtpProvider({ id, timeoutMs: 1_000, ...LIMITS }),
    begin: async () => {
      server = await startFaultySmtpServer();
      port = server.port;
      return smtpSettings(port);
    },
    breakDown: async () => {
      if (script === "unreachable") {
        await server.close();
        return;
      }
      server.setScript(() => script);
      // What is wrong with the beginning of a session shows in new ones.
      server.dropAll();
    },
    heal: async () => {
      if (script === "unreachable") server = await startFaultySmtpServer({ port });
      else server.setScript(() => ({}));
    },
    end: () => server.close(),
  };
}

const EVERYWHERE = ["channel", "provider"] as const;

export const smtpTroubles: readonly Trouble[] = [
  trouble("greeting-421", "provider", EVERYWHERE, { greeting: { act: "reply", text: "421 4.3.2 Closing" } }),
  trouble("auth-535", "account", ["channel"], { auth: { act: "reply", text: "535 5.7.8 Refused" } }),
  trouble("unknown-recipients", "recipient", [], { rcpt: { act: "reply", text: "550 5.1.1 Nobody" } }),
  trouble("refused", "provider", EVERYWHERE, "unreachable"),
  trouble("silent", "provider", EVERYWHERE, { mail: { act: "silence" } }),
  trouble("mail-451", "provider", EVERYWHERE, { mail: { act: "reply", text: "451 4.3.0 Later" } }),
];
