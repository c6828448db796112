export { startLoopbackServer, type LoopbackHandler, type LoopbackServer } from "./loopback/start-loopback-server.js";
export { conformance } from "./conformance.js";
export { ednaConformance } from "./edna/edna-conformance.js";
export { ednaHandlers } from "./edna/edna-handlers.js";
export { EdnaSimulation } from "./edna/edna-simulation.js";
export { type EdnaSimulatorOptions } from "./edna/edna-simulator-options.js";
export { ednaMessageWebhook, ednaStatusWebhook, ednaTemplateWebhook } from "./edna/edna-webhooks.js";
export { startEdnaSimulator, type EdnaSimulator } from "./edna/start-edna-simulator.js";
export { SimulatorLog } from "./simulator/simulator-log.js";
