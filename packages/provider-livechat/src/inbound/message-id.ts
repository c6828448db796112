const FORM = /^([A-Za-z0-9_-]{22,43})\.([A-Za-z0-9_-]{8,64})$/;

/** The id of a message as the host knows it: whose conversation it is in, and its own id there. */
export const messageId = (sessionId: string, id: string): string => `${sessionId}.${id}`;

/** @returns undefined when it is none of ours. */
export function readMessageId(text: string): { readonly sessionId: string; readonly id: string } | undefined {
  const [, sessionId, id] = FORM.exec(text) ?? [];
  return sessionId === undefined || id === undefined ? undefined : { sessionId, id };
}
