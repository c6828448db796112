import { type LedgerLog, partLine, type SealedText } from "@plugboard/core/sealing";
import { locateChange } from "./locate-change.js";
import type { Finding, LedgerReport } from "./finding.js";

const MOST_FINDINGS = 100;
/** Entries in which the changed byte is searched for: each costs up to a second. */
const MOST_LOCATED = 3;

/** Gathers what a verification counts and finds. */
export class ReportBook {
  readonly counts = { batches: 0, transfers: 0, acts: 0, erased: 0, unsealed: 0 };
  readonly evidence: Record<string, number> = {};
  checkpoint: LedgerReport["checkpoint"];
  private readonly findings: Finding[] = [];
  private found = 0;
  private located = 0;

  /** @param mayLocate - whether to search for the byte that was changed. */
  constructor(private readonly mayLocate = true) {}

  get isClean(): boolean {
    return this.found === 0;
  }

  find(finding: Finding): void {
    this.found += 1;
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
  }

  /** Counts an entry that is there. */
  entry(log: LedgerLog, parts: string | undefined): void {
    this.counts[log === "transfer" ? "transfers" : "acts"] += 1;
    if (parts?.split("\n").some((line) => partLine.isErased(line)) === true) this.counts.erased += 1;
  }

  /** Names an entry that is not as it was sealed, and the field, if it is one byte. */
  changed(log: LedgerLog, entry: SealedText, leaf: string, where: Pick<Finding, "batch" | "line">): void {
    this.located += 1;
    const field = this.mayLocate && this.located <= MOST_LOCATED ? locateChange(log, entry, leaf) : undefined;
    const what = field === undefined ? "the entry is not as it was sealed" : `one byte of ${field} was changed`;
    this.find({ code: "ENTRY_CHANGED", what, log, sequence: entry.sequence, field, ...where });
  }

  report(kind: LedgerReport["kind"]): LedgerReport {
    return {
      kind,
      verified: this.isClean,
      ...this.counts,
      checkpoint: this.checkpoint,
      evidence: kind === "evidence" ? this.evidence : undefined,
      findings: this.findings,
      more: this.found - this.findings.length,
    };
  }
}
