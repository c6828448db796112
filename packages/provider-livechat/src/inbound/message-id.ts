const FORM = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{8,64})$/;

/** The id of a message as the host knows it: the conversation it is in, by a reference that names nobody, and its own id there. */
export const messageId = (reference: string, id: string): string => `${reference}.${id}`;

/** @returns undefined when it is none of ours. */
export function readMessageId(text: string): { readonly reference: string; readonly id: string } | undefined {
  const [, reference, id] = FORM.exec(text) ?? [];
  return reference === undefined || id === undefined ? undefined : { reference, id };
}
