import type { ReportSource } from "./report-source.js";

/** Forms that name themselves: enough whoever sent them. */
const SURE_FORMS = ["you are not a member of this mailing list <", "could not be delivered to: <"];
/** Wordings of failure; with a machine for a sender they make a bounce. */
const FAILURE_WORDINGS = [
  "this is the qmail-send program",
  "this is the dragonfly mail agent",
  "this is the mailer-daemon",
  "automatically by mail delivery",
  "could not be delivered",
  "couldn't be delivered",
  "can't be delivered",
  "cannot be delivered",
  "not be delivered",
  "was not delivered",
  "wasn't delivered",
  "message not delivered",
  "not delivered to",
  "unable to deliver",
  "wasn't able to deliver",
  "was unable to deliver",
  "trouble delivering",
  "delivering your mail",
  "delivery failed",
  "delivery has failed",
  "delivery to the following recipient",
  "delevery to the following recipient",
  "failed permanently",
  "did not reach",
  "had permanent fatal errors",
  "had fatal errors",
  "had transient",
  "had delivery errors",
  "had delivery problems",
  "following recipients was rejected",
  "failed addresses follow",
  "transcript of session follows",
  "failure reasons",
  "server message",
  "error message below",
  "rcpt to:<",
  "unknown user:",
  "invalid final delivery userid",
  "user's mailbox is full",
  "mailbox is full",
  "user unknown",
  "undeliverable",
  "may not exist, or you may not have permission",
  "delivery notification",
  "delivery status notification",
  "has been delayed",
  "permanent errors",
];
const FAILURE_SUBJECT =
  /^(?:re: ?)?(?:\W{0,10})(?:undeliver|returned mail|returned to sender|failure notice|delivery (?:status|failure|failed|report|notification|problem|error)|mail (?:delivery|system error|failed|failure|could not be)|message (?:delivery|not delivered|could not)|failed delivery|mail delivery|non.?delivery|warning: (?:could not send|message)|permanent delivery|there was an error sending your mail|no s'ha pogut|unzustellbar|mail failure|\S{1,60}\.? mail failure)/i;
const MACHINE_SENDER =
  /mailer-daemon|mail\.delivery\.system|post_?master|mail-daemon|mail deliver(?:y|er)? (?:sub)?system|ndr administrator|^\s*(?:"[^"]{0,100}"\s*)?<>/i;

/**
 * Whether a message without a machine-readable report is a bounce. A message reported as one wrongly may stop mail to a
 * person, so an unknown form is not guessed at: it needs a known form of its own, or a machine as its sender together with
 * a wording or subject of failed delivery.
 */
export function isFreeFormBounce(source: ReportSource, explanation: string): boolean {
  const field = (name: string): string =>
    (source.fields.find((candidate) => candidate.name === name)?.value ?? "").slice(0, 500);
  const text = explanation.slice(0, 20_000).toLowerCase().replace(/\s+/g, " ");
  if (field("x-failed-recipients") !== "" || SURE_FORMS.some((form) => text.includes(form))) return true;
  // Vacation programs send with an empty return path as well; mail systems that do name themselves in From.
  const emptyPath = /^<>$|mailer-daemon/i.test(field("return-path")) && !/^auto-replied/i.test(field("auto-submitted"));
  const byMachine = MACHINE_SENDER.test(field("from")) || emptyPath;
  return (
    byMachine &&
    (FAILURE_SUBJECT.test(source.subject.slice(0, 200)) || FAILURE_WORDINGS.some((wording) => text.includes(wording)))
  );
}
