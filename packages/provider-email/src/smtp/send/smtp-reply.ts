/** What a server answered, without its text: text may name people (G7). */
export interface SmtpReply {
  /** RFC 5321 §4.2, e.g. 550. */
  readonly status: number;
  /** RFC 3463, e.g. `"5.1.1"`, where the server gave one of the same class. */
  readonly enhanced?: string;
}

/** Reads the status and the enhanced status of a reply; `undefined` when it is not one. */
export function readSmtpReply(text: string): SmtpReply | undefined {
  const match = /^([2-5]\d{2})(?:[ -](?:([245])(\.\d{1,3}\.\d{1,3})(?!\S))?|$)/.exec(text);
  if (match === null) return undefined;
  const [, status = "", enhancedClass, rest = ""] = match;
  return enhancedClass === status[0]
    ? { status: Number(status), enhanced: `${enhancedClass}${rest}` }
    : { status: Number(status) };
}

/** `"550 5.1.1"`: what an outcome carries as the provider's own code. */
export function formatSmtpReply(reply: SmtpReply): string {
  return reply.enhanced === undefined ? String(reply.status) : `${reply.status} ${reply.enhanced}`;
}
