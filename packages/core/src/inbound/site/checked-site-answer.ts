import type { SiteAnswerV1 } from "../../spec/capabilities/site.js";

const NAME = /^[a-z0-9-]+$/;
/** A line break in a value would begin another field. */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const VALUE = /^[^\u0000-\u0008\u000a-\u001f\u007f]*$/;
/** Belong to the host; and no page of ours sets a cookie. */
const CLOSED: ReadonlySet<string> = new Set(["content-length", "connection", "transfer-encoding", "set-cookie"]);

/** A plugin's answer, held against the contract. @returns nothing when it does not keep it. */
export function checkedSiteAnswer(answer: SiteAnswerV1): SiteAnswerV1 | undefined {
  const { status, headers, body } = answer as Partial<SiteAnswerV1>;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (typeof headers !== "object") return undefined;
  for (const name in headers) {
    const value = headers[name];
    if (!NAME.test(name) || CLOSED.has(name) || typeof value !== "string" || !VALUE.test(value)) return undefined;
  }
  const isBody =
    typeof body === "string" ||
    body instanceof Uint8Array ||
    (typeof body === "object" && Symbol.asyncIterator in body);
  return isBody ? { status, headers, body } : undefined;
}
