export { conformance } from "./conformance.js";
export { httpConformance } from "./http-conformance.js";
export { startHttpSimulator } from "./start-http-simulator.js";
