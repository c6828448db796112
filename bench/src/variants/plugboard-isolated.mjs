import { plugboardVariant } from "../plugboard/plugboard-variant.mjs";

/** Plugboard with the store that keeps nothing, and its provider in a process of its own. */
export default plugboardVariant("memory", { isolated: true });
