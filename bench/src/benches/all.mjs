import sendDurable from "./send-durable.mjs";
import sendMemory from "./send-memory.mjs";

/** Every bench, in the order they run. */
export const BENCHES = [sendDurable, sendMemory];
