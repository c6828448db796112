import type { SiteAnswerV1 } from "@plugboard/core/spec";
import type { SubmittedForm } from "../body/submitted-form.js";
import { jsonAnswer } from "./answers.js";
import { servePage } from "./serve-page.js";
import { shownAgain } from "./shown-again.js";
import type { Visit } from "./visit.js";

/** Codes that pages have words for (`words.failures`). */
export type Failure =
  "origin" | "refused" | "unreadable" | "too-large" | "too-many" | "already" | "try-later" | "token" | "too-fast";

/**
 * Says that a submission was not taken: with a code to the element, else with the form and words above it.
 * @param submitted - shown again: what a person wrote is not lost with an answer.
 * @param token - to send it under again, where it may have been taken.
 */
export function refuse(
  visit: Visit,
  status: number,
  code: Failure,
  waitMs?: number,
  submitted?: SubmittedForm,
  token?: string,
): SiteAnswerV1 | Promise<SiteAnswerV1> {
  const retry = waitMs === undefined ? {} : { "retry-after": String(Math.ceil(waitMs / 1_000)) };
  if (visit.wantsJson) return jsonAnswer(visit, status, { status: "refused", code }, retry);
  const failure = wordsFor(visit, code, submitted === undefined && visit.request.method === "POST");
  return servePage(
    visit,
    { failure, ...(submitted && shownAgain(submitted)), ...(token !== undefined && { token }) },
    status,
    retry,
  );
}

/** @param isLost - nothing of what was sent could be read, so the page cannot show it again. */
function wordsFor({ shown }: Visit, code: Failure, isLost: boolean): string | undefined {
  const { failures } = shown.words;
  const key = code === "token" || code === "too-fast" ? "again" : code;
  const failure = failures[isLost && key === "try-later" ? "not-read" : key] ?? failures["refused"];
  return isLost ? [failure, failures["lost"]].join(" ") : failure;
}
