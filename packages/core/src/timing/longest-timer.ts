/** The longest a timer of Node waits: a longer one, `Infinity` among them, would fire at once. Milliseconds. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
