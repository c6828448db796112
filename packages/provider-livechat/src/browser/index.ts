import "./define-chat-element.js";

export { CHAT_ELEMENT_NAME } from "./chat-element-name.js";
export { PlugboardChat } from "./plugboard-chat.js";
