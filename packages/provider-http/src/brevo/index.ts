export { brevo } from "./brevo.js";
