export { postmark } from "./postmark.js";
