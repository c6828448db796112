/** The channel's id as a part of a path has it: a colon may come as `%3A`, as `encodeURIComponent` writes it. */
export const channelInPath = (part: string): string => part.replaceAll(/%3a/gi, ":");
