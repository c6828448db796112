export { startLoopbackServer, type LoopbackHandler, type LoopbackServer } from "./loopback/start-loopback-server.js";
export { conformance } from "./conformance.js";
export { ednaConformance } from "./edna/edna-conformance.js";
export { ednaHandlers } from "./edna/edna-handlers.js";
export { EdnaPeople } from "./edna/edna-people.js";
export { EdnaSimulation } from "./edna/edna-simulation.js";
export { type EdnaSimulatorOptions } from "./edna/edna-simulator-options.js";
export { ednaMessageWebhook, ednaStatusWebhook, ednaTemplateWebhook } from "./edna/edna-webhooks.js";
export { startEdnaSimulator, type EdnaSimulator } from "./edna/start-edna-simulator.js";
export { SimulatorLog } from "./simulator/simulator-log.js";
export { type CloudMisbehaviour } from "./cloud-api/cloud-misbehaviour.js";
export { CloudPeople } from "./cloud-api/cloud-people.js";
export { CloudSimulation } from "./cloud-api/cloud-simulation.js";
export { type CloudSimulatorOptions, type SimulatedTemplate } from "./cloud-api/cloud-simulator-options.js";
export {
  type CloudSender,
  cloudMessageBody,
  cloudStatusBody,
  cloudWebhookBody,
  type PersonMessage,
} from "./cloud-api/cloud-webhook-bodies.js";
export { dialog360Conformance } from "./dialog360/dialog360-conformance.js";
export { dialog360Handlers } from "./dialog360/dialog360-handlers.js";
export { Dialog360Simulation } from "./dialog360/dialog360-simulation.js";
export { type Dialog360SimulatorOptions } from "./dialog360/dialog360-simulator-options.js";
export { dialog360WebhookHeaders } from "./dialog360/dialog360-webhook-headers.js";
export { type Dialog360Simulator, startDialog360Simulator } from "./dialog360/start-dialog360-simulator.js";
export { metaConformance } from "./meta/meta-conformance.js";
export { metaHandlers } from "./meta/meta-handlers.js";
export { MetaSimulation } from "./meta/meta-simulation.js";
export { type MetaSimulatorOptions } from "./meta/meta-simulator-options.js";
export { signMetaWebhook } from "./meta/sign-meta-webhook.js";
export { type MetaSimulator, startMetaSimulator } from "./meta/start-meta-simulator.js";
export { signTwilioWebhook } from "./twilio/sign-twilio-webhook.js";
export { startTwilioSimulator, type TwilioSimulator } from "./twilio/start-twilio-simulator.js";
export { twilioConformance } from "./twilio/twilio-conformance.js";
export { twilioHandlers } from "./twilio/twilio-handlers.js";
export { TwilioPeople, type TwilioPost } from "./twilio/twilio-people.js";
export { TwilioSimulation } from "./twilio/twilio-simulation.js";
export { type TwilioSimulatorOptions } from "./twilio/twilio-simulator-options.js";
export { twilioMessageWebhook, twilioStatusWebhook } from "./twilio/twilio-webhooks.js";
