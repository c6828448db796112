/** Under this name the element is defined when the script is loaded. */
export const CHAT_ELEMENT_NAME = "plugboard-chat";
