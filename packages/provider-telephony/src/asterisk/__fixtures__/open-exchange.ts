import { type ContactCenter, createContactCenter, type InboundEnvelope } from "@plugboard/core";
import { memoryStore } from "@plugboard/core/memory";
import { onTestFinished } from "vitest";
import { type AriSimulator, startAriSimulator } from "../../testing/asterisk/start-ari-simulator.js";
import { asterisk } from "../asterisk.js";
import type { AsteriskSettingsInput } from "../asterisk-settings.js";

const credentials = { user: "plugboard", password: "simulated-password" };
const act = { actor: "ann", authority: "administrator", at: "2026-11-22T00:00:00Z" } as const;
const settings: AsteriskSettingsInput = {
  ari: { host: "exchange.example.com" },
  application: "plugboard",
  phonePattern: "PJSIP/{to}@trunk",
  sipPattern: "PJSIP/outbound/{to}",
  queueContext: "queues",
  machineContext: "detect",
  countries: ["DE"],
};

export interface ExchangeStage {
  readonly simulator: AriSimulator;
  center: ContactCenter;
  /** What the host's vault gives; nothing: it gives none any more. */
  login: { readonly user: string; readonly password: string } | undefined;
  readonly received: InboundEnvelope[];
  /** Names of the call events so far. */
  events(): string[];
  /** Closes the host, as a restart does, and opens another one on the same store. */
  restart(): Promise<void>;
}

/** A host with one channel, before a simulated exchange whose events it follows. */
export async function openExchange(): Promise<ExchangeStage> {
  const simulator = await startAriSimulator(credentials);
  // Outlives the host, as a database does.
  const store = { ...memoryStore(), close: () => Promise.resolve() };
  const received: InboundEnvelope[] = [];
  let login: ExchangeStage["login"] = credentials;
  const open = async (): Promise<ContactCenter> => {
    const center = await createContactCenter({
      store,
      authority: { unchecked: "a test" },
      providers: [asterisk],
      secrets: {
        resolve: () => (login === undefined ? Promise.reject(new Error("none")) : Promise.resolve({ current: login })),
      },
      egress: {
        dangerouslyRedirectEndpoints: {
          "https://exchange.example.com:8089": simulator.origin,
          "wss://exchange.example.com:8089": simulator.origin.replace("http:", "ws:"),
        },
      },
    });
    center.receive((envelope) => void received.push(envelope));
    return center;
  };
  const center = await open();
  await center.channels.activate({
    ...{ accountId: "acme", channelId: "c1", providerId: "telephony-asterisk", settings, secret: "exchange" },
    ...{ instructed: act, termsAccepted: act, residency: { zones: ["EEA"] } },
    shown: center.channels.disclosure("telephony-asterisk", settings),
  });
  const stage: ExchangeStage = {
    simulator,
    center,
    get login() {
      return login;
    },
    set login(given) {
      login = given;
    },
    received,
    events: () => received.map(({ event }) => (event.type === "call" ? event.event : event.type)),
    restart: async () => {
      await stage.center.close({ graceMs: 0 });
      stage.center = await open();
      await simulator.untilFollowed();
    },
  };
  onTestFinished(async () => {
    await stage.center.close({ graceMs: 0 });
    await simulator.close();
  });
  await simulator.untilFollowed();
  return stage;
}
