import type { Scheme } from "./scheme.js";

/** Scheme, host and port in canonical form; two spellings of one place compare equal by `text`. */
export interface Origin {
  readonly scheme: Scheme;
  /** Lower case; an IP address canonical and without brackets; an internationalised name in its ASCII form. */
  readonly host: string;
  readonly port: number;
  /** `"https://api.example.com:443"`; IPv6 in brackets. The port is always there. */
  readonly text: string;
}
