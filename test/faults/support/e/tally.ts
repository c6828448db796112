import { EgressRefusedError, SettingsInvalidError } from "@plugboard/core/spec";

/** How an attempt to get out ended. */
export type Attempt = "refused" | "got-out";

/** Counts attempts; what was not refused got out, whether or not anybody was there to take it. */
export class Tally {
  tried = 0;
  letIn = 0;
  lost = 0;
  private readonly told = new Set<string>();

  constructor(private readonly report: (text: string) => void) {}

  /**
   * Something that has to be refused before anything leaves.
   * @param what - said once when it is not, for whoever repairs it.
   */
  async refused(what: string, attempt: () => unknown): Promise<void> {
    this.tried += 1;
    if ((await outcomeOf(attempt)) === "refused") return;
    this.letIn += 1;
    this.tell(`let out: ${what}`);
  }

  /** Something declared that has to work. */
  async works(what: string, attempt: () => unknown): Promise<void> {
    this.tried += 1;
    try {
      await attempt();
    } catch (error) {
      this.lost += 1;
      this.tell(`failed: ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Adds who arrived at a place that nobody may reach. */
  arrived(count: number, where: string): void {
    if (count === 0) return;
    this.letIn += count;
    this.tell(`${count} arrived at ${where}`);
  }

  result(): { tried: number; lost: number; duplicated: number; letIn: number } {
    const { tried, lost, letIn } = this;
    return { tried, lost, duplicated: 0, letIn };
  }

  private tell(text: string): void {
    if (this.told.size >= 10 || this.told.has(text)) return;
    this.told.add(text);
    this.report(text);
  }
}

async function outcomeOf(attempt: () => unknown): Promise<Attempt> {
  try {
    await attempt();
    return "got-out";
  } catch (error) {
    return error instanceof EgressRefusedError || error instanceof SettingsInvalidError ? "refused" : "got-out";
  }
}
