import type { CallVerb } from "@plugboard/core/spec";

const DIGITS_AT_MOST = 64;

/** What is pressed while a question is asked or waits for its answer; anything else is nothing, however much of it comes. */
export class GatheredDigits {
  private digits = "";
  /** All digits of the question at hand are there; what comes from now on answers nothing. */
  private isFull = false;

  get all(): string {
    return this.digits;
  }

  get isAnswered(): boolean {
    return this.isFull;
  }

  /** @param verb - what is being done with the call. @returns whether it was pressed in answer to a question. */
  press(verb: CallVerb | undefined, digit: string): boolean {
    if (verb?.verb !== "gather" || this.isFull || !/^[0-9A-D*#]$/.test(digit)) return false;
    if (digit !== verb.finishOnKey) this.digits += digit;
    this.isFull =
      digit === verb.finishOnKey || this.digits.length >= Math.min(verb.maxDigits ?? DIGITS_AT_MOST, DIGITS_AT_MOST);
    return true;
  }

  /** For the next question; or for none, until that one is over. */
  reset(isAnswered = false): void {
    this.digits = "";
    this.isFull = isAnswered;
  }
}
