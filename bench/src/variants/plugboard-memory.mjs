import { plugboardVariant } from "../plugboard/plugboard-variant.mjs";

/** Plugboard with the store that keeps nothing after a restart. */
export default plugboardVariant("memory");
