/** Values a log line may carry: ids, codes, counts and durations; never content, addresses or secrets (G7). */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface LoggerV1 {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
