export { contactForm } from "./contact-form.js";
