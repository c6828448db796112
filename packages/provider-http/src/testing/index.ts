export { brevoConformance } from "./brevo-conformance.js";
export { conformance } from "./conformance.js";
export { postmarkConformance } from "./postmark-conformance.js";
export { resendConformance } from "./resend-conformance.js";
export { type ApiAnswer, type SimulatedApi, startApiSimulator } from "./start-api-simulator.js";
export { startBrevoSimulator } from "./start-brevo-simulator.js";
export { startPostmarkSimulator } from "./start-postmark-simulator.js";
export { startResendSimulator } from "./start-resend-simulator.js";
