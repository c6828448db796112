import type { LogFields, LoggerV1 } from "@plugboard/core/spec";
import { Rate } from "../border/rate.js";

const SECOND_MS = 1_000;

/** A line as it crosses the border. */
export interface LogLine {
  readonly channel: number;
  readonly level: keyof LoggerV1;
  readonly message: string;
  readonly fields?: LogFields | undefined;
}

/** The lines of all channels of a connector: what is beyond the rate stays here, and its count crosses instead, a second later. */
export class LogLines {
  private readonly rate: Rate;
  private readonly dropped = new Map<number, number>();

  constructor(
    private readonly tell: (line: LogLine) => void,
    perSecond: number,
  ) {
    this.rate = new Rate(perSecond);
  }

  write(line: LogLine): void {
    if (!this.rate.isExceeded()) this.tell(line);
    else {
      // Whoever ends before its count crossed has ended for a reason that is told.
      if (this.dropped.size === 0) setTimeout(() => this.tellDropped(), SECOND_MS).unref();
      this.dropped.set(line.channel, (this.dropped.get(line.channel) ?? 0) + 1);
    }
  }

  private tellDropped(): void {
    for (const [channel, lines] of this.dropped)
      this.tell({
        channel,
        level: "warn",
        message: "more lines than may be logged in a second were dropped",
        fields: { lines },
      });
    this.dropped.clear();
  }
}
