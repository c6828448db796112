import type { LogFields, LoggerV1 } from "../spec/connection/logger.js";
import { isThenable } from "../timing/is-thenable.js";

/** The host application's logger, called in the middle of everything: one that throws or rejects costs its line and nothing else. */
export function guardedLogger(logger: LoggerV1): LoggerV1 {
  const guarded =
    (level: keyof LoggerV1) =>
    (...line: [message: string, fields?: LogFields]): void => {
      try {
        // As it was called: a field that is undefined would be printed by some. Against its type it may return a promise.
        const written: unknown = logger[level](...line);
        if (isThenable(written)) written.then(undefined, () => undefined);
      } catch {
        // There is nobody else to tell.
      }
    };
  return { debug: guarded("debug"), info: guarded("info"), warn: guarded("warn"), error: guarded("error") };
}
