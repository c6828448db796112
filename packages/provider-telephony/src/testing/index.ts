export { conformance } from "./conformance.js";
