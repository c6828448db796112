export { ChatVisitor, type HeardEvent } from "./chat-visitor.js";
