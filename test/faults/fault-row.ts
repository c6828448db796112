/** One automated check of FAULTS: it counts, and it can fail. */
export interface FaultRow {
  readonly row: string;
  readonly provider: string;
  readonly title: string;
  run(options: {
    sample: boolean;
    mutant: boolean;
    report(text: string): void;
  }): Promise<{ tried: number; lost: number; duplicated: number; letIn: number; skipped?: string }>;
}
