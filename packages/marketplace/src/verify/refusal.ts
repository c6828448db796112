import { type RefusalCode, refusalCatalog } from "./refusal-catalog.js";

/** Why something is refused. `subject` names a file, key or version, never content. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly subject: string;
  readonly meaning: string;
  readonly remedy: string;
}

export function refusal(code: RefusalCode, subject: string): Refusal {
  return { code, subject, ...refusalCatalog[code] };
}
