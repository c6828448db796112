export const CANARIES: Readonly<Record<string, string>>;
export const OTHERS: Readonly<Record<"phone" | "text" | "parkedBody", string>>;
export function needlesOf(words: string): string[];
