import type { LogFields, LoggerV1 } from "@plugboard/core/spec";

/** One line as it was logged. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

export interface RecordingLogger extends LoggerV1 {
  /** In order; hand it to {@link personalDataProbe} to see that nothing personal was logged. */
  readonly lines: readonly LogLine[];
}

/** A logger that keeps what it is told. */
export function recordingLogger(): RecordingLogger {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine["level"]) =>
    (message: string, fields: LogFields = {}): void =>
      void lines.push({ level, message, fields });
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
