/** What the host process of a crash row does. */
export interface CrashOrder {
  readonly mode: "work" | "load" | "recover";
  readonly database: string;
  /** Part of each message's text, so that runs are told apart. */
  readonly run: string;
  readonly channels: readonly { readonly provider: "http" | "smtp"; readonly port: number }[];
  /** With `work`: how many, all at once. */
  readonly messages?: number;
  /** With `load`: how many a second. */
  readonly perSecond?: number;
  readonly graceMs?: number;
  readonly mutant?: boolean;
}
