export { resend } from "./resend.js";
