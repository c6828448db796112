import { plugboardVariant } from "../plugboard/plugboard-variant.mjs";

/** Plugboard with its embedded durable store. */
export default plugboardVariant("sqlite");
