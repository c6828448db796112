/** What the process ends with. They keep their meaning for as long as the project lives. */
export const exitCodes = {
  /** Done; what was asked about is right. */
  done: 0,
  /** What was asked about is not right: a check failed, a package was refused, a version reaches further. */
  notRight: 1,
  /** The command was not understood; nothing was done. */
  usage: 2,
  /** Something the command needs is not there, or cannot be read: a file, a folder, a key. */
  missing: 3,
  /** A fault of the command itself. */
  internal: 70,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
