/** A provider that asks for a longer wait says nothing that helps: no limit counts anew after more than a day. Milliseconds. */
export const LONGEST_BELIEVED_MS = 86_400_000;
