export { conformance } from "./conformance.js";
export { contactForm } from "./contact-form.js";
