/** What a call comes into the application with (`appArgs`), where the exchange is to find out first who answered. */
export const DETECTION_WANTED = "out,amd";

/** Whether it is still to be found out. */
export const wantsDetection = (args: readonly string[]): boolean => args.join(",") === DETECTION_WANTED;

/**
 * What `AMD()` of the dialplan found out, as `Stasis(…,amd,${AMDSTATUS})` brings it: `MACHINE`, `HUMAN`, `NOTSURE`, `HANGUP`. Nothing for a call that comes
 * in for another reason.
 * @see https://docs.asterisk.org/Latest_API/API_Documentation/Dialplan_Applications/AMD/
 */
export const detectionOf = ([first, status = ""]: readonly string[]): string | undefined =>
  first === "amd" ? status : undefined;
