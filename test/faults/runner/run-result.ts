/** What one run of a row counted. */
export interface RunResult {
  readonly tried: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly letIn: number;
  readonly skipped?: string;
  /** The run itself broke: it threw, died or took too long. */
  readonly broken?: string;
}

/** What a child tells its parent. */
export type ChildMessage =
  { readonly kind: "report"; readonly text: string } | { readonly kind: "result"; readonly result: RunResult };

export function brokenRun(why: string): RunResult {
  return { tried: 0, lost: 0, duplicated: 0, letIn: 0, broken: why };
}

/** Nothing lost, nothing twice, nothing let in, and something tried. */
export function isClean({ tried, lost, duplicated, letIn, broken, skipped }: RunResult): boolean {
  return broken === undefined && lost + duplicated + letIn === 0 && (tried > 0 || skipped !== undefined);
}
