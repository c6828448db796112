export { conformance } from "./conformance.js";
export { smtpConformance } from "./smtp-conformance.js";
export { type SmtpSimulatorOptions, startSmtpSimulator } from "./start-smtp-simulator.js";
