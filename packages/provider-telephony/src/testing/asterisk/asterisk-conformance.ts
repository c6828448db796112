import type { ProviderFixtures } from "@plugboard/provider-testkit/conformance";
import { asterisk } from "../../asterisk/asterisk.js";
import { asteriskCredentialsSchema } from "../../asterisk/asterisk-credentials.js";
import type { AsteriskSettingsInput } from "../../asterisk/asterisk-settings.js";
import { type AriSimulator, startAriSimulator } from "./start-ari-simulator.js";

const started = new Map<string, AriSimulator>();
const at = "2026-11-20T09:15:30.000+0000";
const CALL = "1795327800.12";
const HOST = "exchange.example.com";
const RECORDING = `plugboard-${CALL}-8f14e45f-ceea-467f-a0e6-8d8c1b2a9a10`;
const channel = (state: string): Record<string, unknown> => ({
  ...{ id: CALL, state, name: "PJSIP/trunk-0001", protocol_id: "x", accountcode: "", language: "en" },
  caller: { name: "", number: "+4930901820042" },
  connected: { name: "", number: "" },
  creationtime: at,
  dialplan: { context: "default", exten: "+4930901820001", priority: 1, app_name: "Stasis", app_data: "plugboard" },
});
const event = (type: string, rest: Record<string, unknown>): string =>
  JSON.stringify({ type, application: "plugboard", asterisk_id: "00", timestamp: at, ...rest });

/** The exchange for the conformance kit. */
export const asteriskConformance: ProviderFixtures = {
  provider: asterisk,
  packageName: "@plugboard/provider-telephony",
  connect: (origin) => ({
    settings: {
      ari: { host: HOST },
      application: "plugboard",
      phonePattern: "PJSIP/{to}@trunk",
      sipPattern: "PJSIP/outbound/{to}",
      speechUrl: "https://speech.example.com/speak?text={text}&language={language}",
      countries: ["DE"],
    } satisfies AsteriskSettingsInput,
    redirects: {
      [`https://${HOST}:8089`]: origin,
      [`wss://${HOST}:8089`]: origin.replace("http:", "ws:"),
    },
  }),
  credentials: { user: "host-of-account-1", password: "password-of-account-1" },
  otherCredentials: { user: "host-of-account-2", password: "password-of-account-2" },
  startSimulator: async ({ credentials }) => {
    const simulator = await startAriSimulator(asteriskCredentialsSchema.parse(credentials));
    started.set(simulator.origin, simulator);
    simulator.exchange.answersAtOnce = true;
    simulator.exchange.recordings.set(RECORDING, { channelId: CALL, isLive: false });
    return simulator;
  },
  messages: [],
  mailbox: {
    samples: [
      {
        name: "offered",
        body: event("StasisStart", { args: [], channel: channel("Ring") }),
        events: [
          {
            ...{ type: "call", callId: CALL, event: "offered", direction: "inbound", awaitsVerbs: true },
            ...{ from: "+4930901820042", to: "+4930901820001" },
          },
        ],
      },
      {
        name: "answered",
        body: event("ChannelStateChange", { channel: channel("Up") }),
        events: [{ type: "call", callId: CALL, event: "answered", direction: "inbound" }],
      },
      {
        name: "all-was-said",
        body: JSON.stringify({ type: "PlugboardVerbFinished", timestamp: at, callId: CALL, verb: "say", waits: true }),
        events: [
          {
            ...{ type: "call", callId: CALL, event: "verb-finished", verb: "say", direction: "inbound" },
            awaitsVerbs: true,
          },
        ],
      },
      {
        name: "busy",
        body: event("ChannelDestroyed", {
          cause: 17,
          cause_txt: "User busy",
          tech_cause: 486,
          channel: channel("Ring"),
        }),
        events: [
          {
            ...{ type: "call", callId: CALL, event: "ended", direction: "inbound" },
            ...{ cause: "busy", party: "recipient", sipStatus: 486 },
          },
        ],
      },
      {
        name: "recording",
        body: event("RecordingFinished", {
          recording: {
            name: RECORDING,
            ...{ format: "wav", target_uri: `channel:${CALL}`, state: "done", duration: 7 },
          },
        }),
        events: [
          {
            ...{ type: "call", callId: CALL, event: "recording-ready", direction: "inbound" },
            recording: { mediaId: RECORDING, durationMs: 7_000 },
          },
        ],
      },
    ],
    deliver: async ({ origin }, body) => {
      const simulator = started.get(origin);
      await simulator?.untilFollowed();
      simulator?.tell(typeof body === "string" ? body : new TextDecoder().decode(body));
    },
  },
  capabilities: {
    calls: {
      to: "+4930901820042",
      callerId: "+4930901820001",
      verbs: [
        { verb: "say", text: "Ihr Termin ist morgen um neun", language: "de-DE" },
        { verb: "gather", input: ["digits"], maxDigits: 1, timeoutMs: 60_000 },
      ],
      control: [
        { verb: "mute", on: true },
        { verb: "mute", on: false },
      ],
    },
    media: {
      bytes: new TextEncoder().encode(`RIFF ${RECORDING}`),
      contentType: "audio/x-wav",
      mediaId: RECORDING,
    },
  },
};
