/** A text that is none of the ledger's format; names what does not fit, never what it says. */
export class LedgerFormatError extends Error {
  override readonly name = "LedgerFormatError";

  constructor(readonly what: string) {
    super(`not of the ledger's format: ${what}`);
  }
}
