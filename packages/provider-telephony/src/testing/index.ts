export { asteriskConformance } from "./asterisk/asterisk-conformance.js";
export { type AriSimulator, type AriSimulatorOptions, startAriSimulator } from "./asterisk/start-ari-simulator.js";
export { type SimulatedChannel, SimulatedExchange } from "./asterisk/simulated-exchange.js";
export { conformance } from "./conformance.js";
export { type LoopbackHandler, type LoopbackServer, startLoopbackServer } from "./loopback/start-loopback-server.js";
export { SimulatorLog } from "./simulator/simulator-log.js";
export { readTwiml, type TwimlElement } from "./twilio/read-twiml.js";
export { signTwilioWebhook } from "./twilio/sign-twilio-webhook.js";
export { startTwilioSimulator, type TwilioSimulator } from "./twilio/start-twilio-simulator.js";
export { twilioConformance } from "./twilio/twilio-conformance.js";
export { twilioHandlers } from "./twilio/twilio-handlers.js";
export { TwilioPhones, type TwilioPost } from "./twilio/twilio-phones.js";
export { type SimulatedCall, type SimulatedMessage, TwilioSimulation } from "./twilio/twilio-simulation.js";
export { type TwilioSimulatorOptions } from "./twilio/twilio-simulator-options.js";
export { twilioCallWebhook, twilioMessageWebhook, twilioStatusWebhook } from "./twilio/twilio-webhooks.js";
export { signVoximplantCallbacks, voximplantHash } from "./voximplant/sign-voximplant-callbacks.js";
export { startVoximplantSimulator, type VoximplantSimulator } from "./voximplant/start-voximplant-simulator.js";
export { voximplantConformance } from "./voximplant/voximplant-conformance.js";
export { voximplantHandlers } from "./voximplant/voximplant-handlers.js";
export { type SimulatedSession, VoximplantSimulation } from "./voximplant/voximplant-simulation.js";
export { type VoximplantSimulatorOptions } from "./voximplant/voximplant-simulator-options.js";
export { voximplantCallWebhook, voximplantSmsWebhook } from "./voximplant/voximplant-webhooks.js";
export { signWebhook as signSoftphoneReport } from "../webrtc/gateway/sign-webhook.js";
export {
  startGatewaySimulator,
  type GatewaySimulator,
  type GatewaySimulatorOptions,
} from "./webrtc/start-gateway-simulator.js";
export { webrtcConformance } from "./webrtc/webrtc-conformance.js";
