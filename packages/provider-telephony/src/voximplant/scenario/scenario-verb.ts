/** A verb as the host sends it, read field by field: the scenario has no schema library. */
export interface ScenarioVerb {
  readonly verb: string;
  readonly text?: string;
  readonly language?: string;
  readonly voice?: string;
  readonly url?: string;
  readonly loop?: number;
  readonly prompt?: readonly ScenarioVerb[];
  readonly maxDigits?: number;
  readonly finishOnKey?: string;
  readonly timeoutMs?: number;
  readonly to?: string;
  readonly callerId?: string;
  readonly on?: boolean;
  readonly mode?: string;
  readonly maxDurationMs?: number;
  readonly digits?: string;
  readonly reason?: string;
}
