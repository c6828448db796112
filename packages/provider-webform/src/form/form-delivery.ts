import type { ShownForm } from "./shown-form.js";

/** A puzzle as ALTCHA's clients take it (https://altcha.org/docs/v2/server-integration). */
export interface AltchaChallenge {
  readonly algorithm: "SHA-256";
  readonly challenge: string;
  readonly salt: string;
  readonly signature: string;
  readonly maxnumber: number;
}

/** What the element gets: the form in one language, a token for one submission, the puzzle that goes with it. */
export interface FormDelivery {
  readonly form: ShownForm;
  readonly token: string;
  readonly minimumFillMs: number;
  readonly proof?: AltchaChallenge;
}
