export { CHAT_ELEMENT_NAME } from "./chat-element-name.js";
