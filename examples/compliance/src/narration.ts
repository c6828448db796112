/** What a step of the story came to; the same keys with `--json`. */
export interface Step {
  readonly rule: string;
  readonly step: string;
  readonly [fact: string]: string | number | boolean | readonly string[];
}

/** Tells the story: in words for people, or as one JSON object a line. */
export class Narration {
  readonly steps: Step[] = [];

  constructor(
    private readonly write: (line: string) => void,
    private readonly asJson: boolean,
  ) {}

  /** @param words - sentences for people. */
  tell(step: Step, ...words: readonly string[]): void {
    this.steps.push(step);
    if (this.asJson) {
      this.write(`${JSON.stringify(step)}\n`);
      return;
    }
    this.write(`\n${step.rule.padEnd(8)} ${words[0] ?? ""}\n`);
    for (const sentence of words.slice(1)) this.write(`         ${sentence}\n`);
  }
}
