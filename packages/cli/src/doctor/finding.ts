/** One thing `doctor` looked at. `found` and `remedy` hold no value of a setting or credential. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}
