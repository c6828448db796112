const rest = (text: string): string => `substr(${text}, instr(${text}, ' ') + 1)`;

/** The fourth word of a message's head, see `messageHead`; a cast reads the number a text begins with. */
export const EXPIRY_OF_HEAD = `CAST(CAST(${rest(rest(rest("m.head")))} AS TEXT) AS INTEGER)`;
