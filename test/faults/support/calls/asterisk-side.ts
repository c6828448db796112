import type { ContactCenter } from "@plugboard/core";
import { asteriskConformance, startAriSimulator } from "@plugboard/provider-telephony/testing";
import { z } from "zod";
import { atOf, type CallSide, type Happening, PERSON, TALKED_MS } from "./call-side.js";

const secrets = z.object({ user: z.string(), password: z.string() }).parse(asteriskConformance.credentials);
const ANSWERED_AT = 2;
const STATES = { offered: "Ring", ringing: "Ringing", answered: "Up" } as const;

/** An exchange's event, as it comes over its WebSocket. */
function eventOf(callId: string, { event, sequence, digits, sipStatus }: Happening): string {
  // The exchange counts no seconds: the host does, from the answer to the end.
  const seconds = event === "answered" ? ANSWERED_AT : event === "ended" ? ANSWERED_AT + TALKED_MS / 1_000 : sequence;
  const state = event in STATES ? STATES[event as keyof typeof STATES] : "Up";
  const channel = {
    ...{ id: callId, state, name: `PJSIP/trunk-${callId}`, protocol_id: callId, language: "en" },
    caller: { name: "", number: PERSON },
    dialplan: { context: "default", exten: "100", priority: 1, app_name: "Stasis", app_data: "plugboard" },
  };
  const about = { application: "plugboard", timestamp: new Date(atOf(seconds)).toISOString().replace("Z", "+0000") };
  switch (event) {
    case "offered":
      return JSON.stringify({ type: "StasisStart", ...about, args: [], channel });
    case "digits":
      return JSON.stringify({ type: "ChannelDtmfReceived", ...about, digit: digits ?? "1", channel });
    case "recording-ready": {
      const name = `plugboard-${callId}-8f14e45f-ceea-467f-a0e6-8d8c1b2a9a10`;
      const recording = { name, format: "wav", target_uri: `channel:${callId}`, state: "done", duration: 3 };
      return JSON.stringify({ type: "RecordingFinished", ...about, recording });
    }
    case "ended":
      return JSON.stringify({
        ...{ type: "ChannelDestroyed", ...about, cause_txt: "Whatever", channel },
        // A cause of its own would say something else than the telephone did.
        ...(sipStatus === undefined ? { cause: 16 } : { cause: 38, tech_cause: sipStatus }),
      });
    default:
      return JSON.stringify({ type: "ChannelStateChange", ...about, channel });
  }
}

/** An exchange, which tells over a WebSocket and is told by its API. */
export const asteriskSide = {
  fixtures: asteriskConformance,
  life: ["ringing", "answered", "digits", "recording-ready", "ended"],
  asks: false,
  keys: "5",
  callIdOf: (number) => `1795327800.${number}`,
  start: startAsteriskSide,
} satisfies CallSide;

async function startAsteriskSide() {
  const simulator = await startAriSimulator(secrets);
  return {
    simulator,
    origin: simulator.origin,
    begun: () =>
      simulator.requests.filter(({ method, path }) => method === "POST" && /\/channels\/pb-[^/]+$/.test(path)).length,
    deletions: () =>
      simulator.requests.filter(({ method, path }) => method === "DELETE" && path.includes("/recordings/stored/"))
        .length,
    complaints: simulator.complaints,
    tell: async (_center: ContactCenter, callId: string, happening: Happening): Promise<string> => {
      await simulator.untilFollowed();
      simulator.tell(eventOf(callId, happening));
      return "";
    },
    // Nobody follows the events meanwhile, so nobody is told.
    endUnseen: async (callId: string) => simulator.exchange.hangUp(callId),
    close: () => simulator.close(),
  };
}
