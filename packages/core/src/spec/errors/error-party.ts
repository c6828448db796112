import type { Party } from "../party.js";

/**
 * Who can do something about an error: one of the parties (R7); `"plugin"`, whoever wrote the provider; `"caller"`, the program that made the call;
 * `"said"` where it depends, and the error names it in `details.party`.
 */
export type ErrorParty = Party | "plugin" | "caller" | "said";
