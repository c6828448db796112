import { actText, LedgerFormatError, type SealedText } from "@plugboard/core/sealing";
import { z } from "zod";
import type { ReportBook } from "../verify/report-book.js";
import type { Line } from "./line-schemas.js";

const detailsSchema = z.looseObject({ wordingHash: z.string().optional(), purposes: z.array(z.string()).optional() });
const GIVEN: ReadonlySet<string> = new Set(["consent-given", "consent-requested"]);

interface Expected {
  readonly line: number;
  readonly what: string;
  readonly fits: (action: string, subject: string, details: z.output<typeof detailsSchema>) => boolean;
}

/** Looks for the sealed act behind every record of an evidence bundle: a consent that was written into it later has none. */
export class EvidenceCheck {
  private readonly expected: Expected[] = [];
  private recipient = "";

  constructor(private readonly book: ReportBook) {}

  begin({ recipient }: Line<"evidence">): void {
    this.recipient = recipient;
  }

  consent(consent: Line<"consent">, line: number): void {
    const { consentId, wordingHash, purposes, confirmation, withdrawn } = consent;
    this.expect(
      line,
      "no sealed act says that this consent was given in these words, for these purposes",
      (action, subject, details) => {
        const saysSo = details.wordingHash === wordingHash && String(details.purposes) === String(purposes);
        return GIVEN.has(action) && subject === consentId && saysSo;
      },
    );
    if (confirmation?.confirmedAt !== undefined)
      this.expect(
        line,
        "no sealed act says that this consent was confirmed",
        (action, subject) => action === "consent-confirmed" && subject === consentId,
      );
    if (withdrawn.length > 0)
      this.expect(
        line,
        "no sealed act says that this consent was withdrawn",
        (action, subject) => action === "consent-withdrawn" && subject === consentId,
      );
  }

  suppression({ scope }: Line<"suppression">, line: number): void {
    this.expect(
      line,
      "no sealed act says that the person was put on the list",
      (action, subject) => action === "recipient-suppressed" && subject === `${this.recipient}/${scope}`,
    );
  }

  activation({ channelId }: Line<"activation">, line: number): void {
    this.expect(
      line,
      "no sealed act says that this channel was activated",
      (action, subject) => action === "channel-activated" && subject === channelId,
    );
  }

  act(entry: SealedText): void {
    if (this.expected.length === 0) return;
    let read;
    try {
      read = actText.decode(entry);
    } catch (error) {
      if (error instanceof LedgerFormatError) return;
      throw error;
    }
    const { action, subject } = read;
    const details = detailsSchema.safeParse(jsonIn(read.details));
    if (!details.success) return;
    for (const [index, expected] of [...this.expected.entries()].reverse())
      if (expected.fits(action, subject, details.data)) this.expected.splice(index, 1);
  }

  end(): void {
    for (const { what, line } of this.expected) this.book.find({ code: "EVIDENCE_UNSEALED", what, line });
  }

  private expect(line: number, what: string, fits: Expected["fits"]): void {
    this.expected.push({ line, what, fits });
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
