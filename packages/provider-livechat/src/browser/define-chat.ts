import { CHAT_ELEMENT_NAME } from "./chat-element-name.js";
import { PlugboardChat } from "./plugboard-chat.js";

/** Defines the element, once. With `?auto` in the script's address, a page that has none gets one: one line of HTML is enough then. */
export function defineChat(): void {
  if (customElements.get(CHAT_ELEMENT_NAME) !== undefined) return;
  customElements.define(CHAT_ELEMENT_NAME, PlugboardChat);
  if (!new URL(import.meta.url).searchParams.has("auto")) return;
  // A module runs when the document has been read.
  if (document.querySelector(CHAT_ELEMENT_NAME) === null)
    document.body.append(document.createElement(CHAT_ELEMENT_NAME));
}
