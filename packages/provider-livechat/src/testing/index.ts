export { ChatVisitor, type HeardEvent } from "./chat-visitor.js";
export { conformance } from "./conformance.js";
