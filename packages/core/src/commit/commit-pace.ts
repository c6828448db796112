/**
 * How soon a write leaves when no group is under way: `at-once`, at the end of the turn it was pushed in; `gathered`, when everything that had arrived
 * by then was read, so that what came together leaves together; `unhurried`, with the next group, within milliseconds, for what nobody waits for.
 */
export type CommitPace = "at-once" | "gathered" | "unhurried";
