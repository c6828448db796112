import pluginLoad from "./plugin-load.mjs";
import sendDurable from "./send-durable.mjs";
import sendIsolated from "./send-isolated.mjs";
import sendMemory from "./send-memory.mjs";

/** Every bench, in the order they run. */
export const BENCHES = [sendDurable, sendMemory, sendIsolated, pluginLoad];
