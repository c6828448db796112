import { asteriskSide } from "./asterisk-side.js";
import type { CallSide } from "./call-side.js";
import { twilioSide } from "./twilio-side.js";
import { voximplantSide } from "./voximplant-side.js";
import { webrtcSide } from "./webrtc-side.js";

/** Every provider of calls. */
export const callSides: readonly CallSide[] = [twilioSide, voximplantSide, asteriskSide, webrtcSide];
