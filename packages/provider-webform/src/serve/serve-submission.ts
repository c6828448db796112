import { ContactCenterError, type SiteAnswerV1, visitorNetwork } from "@plugboard/core/spec";
import { parseSubmittedForm } from "../body/parse-submitted-form.js";
import type { SubmittedForm } from "../body/submitted-form.js";
import { OWN_NAMES } from "../view/own-names.js";
import { jsonAnswer, redirectAnswer } from "./answers.js";
import { checkSubmission } from "./check-submission.js";
import { type Failure, refuse } from "./refuse.js";
import { servePage } from "./serve-page.js";
import { shownAgain } from "./shown-again.js";
import type { Visit } from "./visit.js";

const ACCEPTED = { status: "accepted" } as const;

/**
 * Takes a submission: of an allowed website, within the limits, with a token of its own, complete; and says so only when it is durable. The element is
 * answered with JSON, a page without a script with a page.
 */
export async function serveSubmission(visit: Visit): Promise<SiteAnswerV1> {
  const { context, request, host, origin } = visit;
  const { settings } = context.connection;
  const { limits } = settings;
  // Another website's page, or a browser that does not say whose: nothing is read.
  if (origin === undefined) return refuse(visit, 403, "origin");
  const { receivedAtMs: nowMs, body } = request;
  const contentType = request.headers["content-type"] ?? "";
  const waitMs =
    context.limiter.take("visitor", visitorNetwork(request.clientAddress), limits.perVisitor, nowMs) ||
    context.limiter.take("origin", origin, limits.perOrigin, nowMs);
  // Whoever has no script gets what was written back; the element has it still.
  if (waitMs > 0 && visit.wantsJson) return refuse(visit, 429, "too-many", waitMs);
  const submitted = parseSubmittedForm(contentType, body);
  if (waitMs > 0) {
    if (typeof submitted === "number") return refuse(visit, 429, "too-many", waitMs);
    return refuse(withLanguage(visit, submitted), 429, "too-many", waitMs, submitted);
  }
  if (typeof submitted === "number") return refuse(visit, submitted, submitted === 413 ? "too-large" : "unreadable");
  const inLanguage = withLanguage(visit, submitted);
  const verdict = checkSubmission(inLanguage, origin, await context.keys(), submitted);
  if (verdict.kind === "refused")
    return refuse(inLanguage, verdict.code === "token" ? 403 : 422, failureOf(verdict.code), undefined, submitted);
  if (verdict.kind === "problems") {
    const { problems, token } = verdict;
    if (visit.wantsJson) return jsonAnswer(visit, 422, { status: "invalid", problems: Object.fromEntries(problems) });
    return servePage(
      inLanguage,
      { token, ...shownAgain(submitted, problems), redirect: redirectOf(visit, submitted) },
      422,
    );
  }
  const mailbox = mailboxOf(visit, submitted);
  const mailboxWaitMs = mailbox === undefined ? 0 : context.limiter.take("mailbox", mailbox, limits.perMailbox, nowMs);
  if (mailboxWaitMs > 0) return refuse(inLanguage, 429, "too-many", mailboxWaitMs, submitted);
  const { nonce, issuedAtMs } = verdict.token;
  // By the time first: an index of keys that come in the order of time is written at its end, one of random keys all over (SPEED).
  const deduplicationKey = `form:${issuedAtMs.toString(36)}.${nonce}`;
  const { values } = submitted;
  const attributes = { nonce, origin, language: inLanguage.shown.language };
  try {
    const { duplicate } = await host.accept({ deduplicationKey, contentType, body, attributes });
    // The same again, because its answer was lost, is as good as the first; another one under a used token was not taken.
    if (duplicate && !context.recent.isSame(nonce, submitted))
      return await refuse(inLanguage, 409, "already", undefined, submitted);
    context.recent.keep(nonce, submitted);
    context.taken.keep(body, submitted);
  } catch (error) {
    if (!ContactCenterError.isInstance(error)) throw error;
    // Under the same token: should it have been kept after all, it is there once.
    return refuse(inLanguage, 503, "try-later", 5_000, submitted, values.get(OWN_NAMES.token)?.[0]);
  }
  return arrived(inLanguage, redirectOf(visit, submitted));
}

function arrived(visit: Visit, redirect: string | undefined): SiteAnswerV1 {
  if (visit.wantsJson) return jsonAnswer(visit, 200, redirect === undefined ? ACCEPTED : { ...ACCEPTED, redirect });
  return redirectAnswer(redirect ?? `${visit.base}/thanks?lang=${visit.shown.language}`);
}

const failureOf = (code: "token" | "too-fast" | "trap" | "proof"): Failure =>
  code === "token" || code === "too-fast" ? code : "refused";

/** The language the form was shown in: the one whose wording was agreed to. */
function withLanguage(visit: Visit, { values }: SubmittedForm): Visit {
  const { form } = visit.context.connection.settings;
  const posted = form.languages.find((language) => language === values.get(OWN_NAMES.language)?.[0]);
  return posted === undefined ? visit : visit.inLanguage(posted);
}

/** Only one of the addresses that the account listed. */
function redirectOf({ context }: Visit, { values }: SubmittedForm): string | undefined {
  const wished = values.get(OWN_NAMES.redirect)?.[0];
  return context.connection.settings.redirects.find((url) => url === wished);
}

/** The mailbox that would be asked to confirm something. */
function mailboxOf({ context }: Visit, { values }: SubmittedForm): string | undefined {
  const { fields } = context.connection.settings.form;
  const isAsked = fields.some(
    (field) => field.type === "consent" && field.doubleOptIn && values.get(field.name)?.includes("yes") === true,
  );
  const email = fields.find(({ type }) => type === "email");
  return isAsked && email !== undefined ? values.get(email.name)?.[0]?.toLowerCase() : undefined;
}
