import { defineChat } from "./define-chat.js";

defineChat();
