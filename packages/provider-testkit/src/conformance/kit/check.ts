import type { KitRule } from "./kit-rules.js";

/** One thing the kit tries. */
export interface Check {
  /** `"<group>.<what>"`, unique for a provider: what `skip` of the fixtures names. */
  readonly id: string;
  readonly rule: KitRule;
  /** The behaviour, as a sentence. */
  readonly title: string;
  /** Rejects when the provider does otherwise. */
  run(): void | Promise<void>;
}
